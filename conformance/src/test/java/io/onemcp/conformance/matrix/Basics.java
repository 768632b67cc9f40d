package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Requests that are answered, and that is all. */
final class Basics {
  private Basics() {}

  static void list(Meeting meeting) throws InterruptedException {
    PeerClient client = meeting.client();
    ServerScript backend = meeting.backend();

    assertThat(Meeting.names(client.all(Methods.TOOLS_LIST, "tools"), "name"))
        .contains(meeting.exposed("echo"), meeting.exposed("structured"))
        .doesNotHaveDuplicates();
    assertThat(Meeting.names(client.all(Methods.PROMPTS_LIST, "prompts"), "name"))
        .contains(meeting.exposed("prompt"))
        .doesNotHaveDuplicates();
    assertThat(Meeting.names(client.all(Methods.RESOURCES_LIST, "resources"), "uri"))
        .contains(backend.uri("r0"));
    assertThat(
            Meeting.names(
                client.all(Methods.RESOURCE_TEMPLATES_LIST, "resourceTemplates"), "uriTemplate"))
        .contains(backend.uri("of/{x}"));
  }

  static void call(Meeting meeting) throws InterruptedException {
    String arguments = "{\"key\":\"" + meeting.key("call") + "\",\"n\":2.50,\"odd\":\"\\u0061\"}";

    Json result = meeting.callTool("echo", arguments);

    assertThat(Meeting.text(result)).isEqualTo(arguments);
    boolean stateless = meeting.client().isStateless();
    assertThat(result.text("resultType")).isEqualTo(stateless ? "complete" : null);
  }

  static void structured(Meeting meeting) throws InterruptedException {
    Json result = meeting.callTool("structured", "{}");

    assertThat(result.at("structuredContent")).hasToString(ServerScript.STRUCTURED);
    assertThat(Meeting.text(result)).isEqualTo(ServerScript.STRUCTURED);
    assertThat(tool(meeting, "structured").at("outputSchema", "type")).hasToString("\"object\"");
  }

  /** The same as text: what a revision has that knows of nothing else. */
  static void textOnly(Meeting meeting) throws InterruptedException {
    Json result = meeting.callTool("structured", "{}");

    assertThat(Meeting.text(result)).isEqualTo(ServerScript.STRUCTURED);
  }

  /** A backend without the feature: nothing of it appears from nowhere. */
  static void unstructured(Meeting meeting) throws InterruptedException {
    textOnly(meeting);
    assertThat(meeting.callTool("structured", "{}").at("structuredContent")).isNull();
    assertThat(tool(meeting, "structured").at("outputSchema")).isNull();
  }

  static void read(Meeting meeting) throws InterruptedException {
    assertRead(meeting, "r1");
  }

  static void template(Meeting meeting) throws InterruptedException {
    assertRead(meeting, "of/seven");
  }

  private static void assertRead(Meeting meeting, String path) throws InterruptedException {
    String uri = meeting.uri(path);
    Json result = meeting.client().result(Methods.RESOURCES_READ, "{\"uri\":\"" + uri + "\"}");

    assertThat(result.at("contents"))
        .hasToString(
            "[{\"uri\":\"%s\",\"text\":\"of %s\"}]".formatted(uri, meeting.backend().uri(path)));
    if (meeting.client().isStateless()) {
      assertThat(result.at("ttlMs")).hasToString("0");
      assertThat(result.text("cacheScope")).isEqualTo("private");
    } else if (meeting.backend().revision().era() == Era.STATELESS) {
      assertThat(result.at("ttlMs")).isNull();
    }
  }

  static void prompt(Meeting meeting) throws InterruptedException {
    String arguments = "{\"a\":\"" + meeting.key("prompt") + "\"}";

    Json result = meeting.client().result(Methods.PROMPTS_GET, meeting.call("prompt", arguments));

    List<Json> messages = Objects.requireNonNull(result.at("messages")).elements();
    assertThat(messages.getFirst().text("content", "text")).isEqualTo(arguments);
  }

  static void completion(Meeting meeting) throws InterruptedException {
    for (String ref :
        List.of(
            "{\"type\":\"ref/prompt\",\"name\":\"" + meeting.exposed("prompt") + "\"}",
            "{\"type\":\"ref/resource\",\"uri\":\"" + meeting.uri("of/{x}") + "\"}")) {
      Json result =
          meeting
              .client()
              .result(
                  Methods.COMPLETE,
                  "{\"ref\":%s,\"argument\":{\"name\":\"a\",\"value\":\"%s\"}}"
                      .formatted(ref, meeting.key("complete")));

      assertThat(result.at("completion", "values"))
          .hasToString("[\"" + meeting.key("complete") + "\"]");
    }
  }

  static void pages(Meeting meeting) throws InterruptedException {
    List<String> uris =
        Meeting.names(meeting.client().all(Methods.RESOURCES_LIST, "resources"), "uri");

    assertThat(uris)
        .containsAll(
            IntStream.range(0, ServerScript.PAGES)
                .mapToObj(page -> meeting.backend().uri("r" + page))
                .toList())
        .doesNotHaveDuplicates();
    Json error = meeting.client().error(Methods.RESOURCES_LIST, "{\"cursor\":\"of nobody\"}");
    assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
  }

  static void large(Meeting meeting) throws InterruptedException {
    String text = "x\u00e4\\u0061".repeat(ServerScript.LARGE / 9);
    int length = ServerScript.LARGE / 9 * 3;

    Json result = meeting.callTool("large", "{\"text\":\"" + text + "\"}");

    assertThat(Meeting.text(result)).hasSize(length + String.valueOf(length).length());
    assertThat(Meeting.text(result)).startsWith(length + "x\u00e4a").endsWith("x\u00e4a");
  }

  static void errors(Meeting meeting) throws InterruptedException {
    Json refused = meeting.callTool("refuse", "{}");
    assertThat(refused.at("isError")).isEqualTo(Json.TRUE);
    assertThat(Meeting.text(refused)).isEqualTo("no");

    Json failed = meeting.client().error(Methods.TOOLS_CALL, meeting.call("fail", "{}"));
    assertThat(failed.at("code")).hasToString(String.valueOf(ServerScript.ERROR_CODE));
    assertThat(failed.text("message")).isEqualTo(ServerScript.ERROR_MESSAGE);
    assertThat(failed.at("data")).hasToString(ServerScript.ERROR_DATA);

    String uri = meeting.backend().uri("of/missing");
    Json missing = meeting.client().error(Methods.RESOURCES_READ, "{\"uri\":\"" + uri + "\"}");
    int code =
        meeting.client().isStateless() ? ErrorCodes.INVALID_PARAMS : ErrorCodes.RESOURCE_NOT_FOUND;
    assertThat(missing.at("code")).hasToString(String.valueOf(code));
    assertThat(missing.text("data", "uri")).isEqualTo(uri);
  }

  /** A method, a notification and a type of result that nobody has heard of. */
  static void extension(Meeting meeting) throws InterruptedException {
    String odd = "{\"n\": 2.50,\"n\":1e400,\"\\u0061\":[ ]}";

    Json answer = meeting.client().call(ServerScript.EXTENSION, "{\"odd\":" + odd + "}");

    assertThat(answer.at("result", "seen")).hasToString(odd);
    assertThat(answer.at("odd")).hasToString("-0.0");
  }

  /** What the client is told about a tool. */
  static Json tool(Meeting meeting, String name) throws InterruptedException {
    return meeting.client().all(Methods.TOOLS_LIST, "tools").stream()
        .filter(tool -> meeting.exposed(name).equals(tool.text("name")))
        .findFirst()
        .orElseThrow();
  }
}
