package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one client asks, each time with words of its own, and what has to come back. */
record Calls(Conversation client, String nonce) {
  private static final String SEPARATOR = "__";

  /** Returns the parameters of a tool call. */
  static Json tool(String server, String tool, String text) {
    JsonWriter arguments = new JsonWriter().put("text", text).put("millis", 2000);
    return new JsonWriter()
        .put("name", server + SEPARATOR + tool)
        .put("arguments", arguments.json())
        .json();
  }

  void echo(String server, String tool, int size)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    String text = nonce + "x".repeat(Math.max(0, size - nonce.length()));
    expect(server + "|" + text, content(tool(server, tool, text)));
  }

  void ask(String server)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    expect(server + "|" + nonce + "|7", content(tool(server, SoakOffer.ASK, nonce)));
  }

  void steps(String server)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    Json params =
        tool(server, SoakOffer.STEPS, nonce)
            .patch()
            .set(Json.string(nonce), MetaKeys.META, MetaKeys.PROGRESS_TOKEN)
            .json();
    expect(server + "|" + nonce, content(params));
  }

  void read(String server, int number)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    String uri = SoakOffer.uri(server, number);
    Json result = client.result(Methods.RESOURCES_READ, new JsonWriter().put("uri", uri).json());
    expect(server + "|" + uri, first(result, "contents").text("text"));
  }

  void prompt(String server)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    Json params =
        new JsonWriter()
            .put("name", server + SEPARATOR + SoakOffer.PROMPT)
            .put("arguments", new JsonWriter().put("who", nonce).json())
            .json();
    Json result = client.result(Methods.PROMPTS_GET, params);
    expect(server + "|" + nonce, first(result, "messages").text("content", "text"));
  }

  /** Every server is to be listed, whatever state it is in. */
  void list(String method, String member)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    String entries = String.valueOf(client.result(method, Json.EMPTY_OBJECT).at(member));
    for (String server : SoakServers.STEADY) {
      if (!entries.contains(server)) {
        throw new WrongAnswerException(member + " of " + server, entries);
      }
    }
  }

  private String content(Json params)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    Json result = client.result(Methods.TOOLS_CALL, params);
    return String.valueOf(first(result, "content").text("text"));
  }

  private static Json first(Json result, String member) throws WrongAnswerException {
    Json entries = result.at(member);
    if (entries == null || entries.elements().isEmpty()) {
      throw new WrongAnswerException(member, result.toString());
    }
    return entries.elements().getFirst();
  }

  private static void expect(String expected, @Nullable String actual) throws WrongAnswerException {
    if (!expected.equals(actual)) {
      throw new WrongAnswerException(expected, String.valueOf(actual));
    }
  }
}
