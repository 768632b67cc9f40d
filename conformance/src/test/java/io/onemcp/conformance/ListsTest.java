package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.StatefulClient;
import io.onemcp.testkit.StatelessClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of all backends as one, as clients of both eras read them. */
final class ListsTest {
  @Nested
  class GivenPagesOfThree {
    @TempDir Path folder;

    @Test
    void whenReadPageByPage_thenEveryToolComesOnceAndInOrder()
        throws InterruptedException, IOException {
      try (ScriptedGateway gateway = paged()) {
        for (Era era : Era.values()) {
          Lister lister = Lister.of(era, gateway.client());
          List<String> names = new ArrayList<>();
          Json page = lister.list(Methods.TOOLS_LIST, "{}").result();
          while (page.at("nextCursor") != null) {
            assertThat(tools(page)).hasSize(3);
            names.addAll(tools(page));
            String cursor = "{\"cursor\":" + page.at("nextCursor") + "}";
            page = lister.list(Methods.TOOLS_LIST, cursor).result();
          }
          names.addAll(tools(page));

          assertThat(names).as("%s", era).hasSize(17).isSorted().doesNotHaveDuplicates();
        }
      }
    }

    @Test
    void whenACursorIsNotOfThisList_thenItIsRefused() throws InterruptedException, IOException {
      try (ScriptedGateway gateway = paged()) {
        for (Era era : Era.values()) {
          Lister lister = Lister.of(era, gateway.client());
          Json page = lister.list(Methods.TOOLS_LIST, "{}").result();
          String good = String.valueOf(page.text("nextCursor"));
          for (String bad : List.of("", "x", good + "AAAA", good.substring(4))) {
            assertThat(lister.list(Methods.TOOLS_LIST, cursor(bad)).error().at("code"))
                .as("%s: %s", era, bad)
                .hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
          }
          assertThat(lister.list(Methods.PROMPTS_LIST, cursor(good)).error().at("code"))
              .hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
        }
      }
    }

    private String cursor(String text) {
      return "{\"cursor\":" + Json.string(text) + "}";
    }

    /** Ten tools of one backend, and seven of one that has pages itself. */
    private ScriptedGateway paged() throws InterruptedException, IOException {
      Path file =
          Files.writeString(
              folder.resolve("mcp.json"),
              "{\"mcpServers\":{},\"runtime\":{\"limits\":{\"pageSize\":3}}}");
      Reading reading = new JsonConfigFile(file, Map.of()).load();
      assertThat(reading).isInstanceOf(Reading.Loaded.class);
      GatewayConfig config = ((Reading.Loaded) reading).config();
      ScriptedServer plain = BackendLine.STATEFUL_HTTP_JSON.server();
      for (int i = 0; i < 10; i++) {
        plain.echoTool("tool" + i);
      }
      ScriptedServer pages = BackendLine.STATELESS_HTTP_JSON.server();
      pages.on(
          Methods.TOOLS_LIST,
          (call, reply) -> {
            String cursor = call.params().text("cursor");
            int page = cursor == null ? 0 : cursor.length() + 1;
            String next = page < 6 ? ",\"nextCursor\":\"" + "x".repeat(page) + "\"" : "";
            String tool = "{\"name\":\"page" + page + "\",\"inputSchema\":{}}";
            reply.result("{\"tools\":[" + tool + "]" + next + "}");
          });
      return ScriptedGateway.prepare(config)
          .with(BackendLine.STATEFUL_HTTP_JSON, plain)
          .with(BackendLine.STATELESS_HTTP_JSON, pages)
          .start();
    }
  }

  @Nested
  class GivenAThousandTools {
    @Test
    void whenTwoGatewaysListThem_thenTheirAnswersAreTheSameBytes() throws InterruptedException {
      for (Era era : Era.values()) {
        String first = listed(era, 1);
        String second = listed(era, 2);

        assertThat(first.equals(second)).as("%s: the same bytes", era).isTrue();
        assertThat(tools(Objects.requireNonNull(Json.of(first).at("result")))).hasSize(1_000);
      }
    }

    private String listed(Era era, long seed) throws InterruptedException {
      ScriptedGateway gateway = ScriptedGateway.prepare();
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        numbers.add(i);
      }
      for (int i = 0; i < 4; i++) {
        Collections.shuffle(numbers, new Random(seed + i));
        BackendLine line =
            i % 2 == 0 ? BackendLine.STATEFUL_HTTP_JSON : BackendLine.STATELESS_HTTP_JSON;
        ScriptedServer server = line.server();
        numbers.forEach(number -> server.echoTool("tool" + number));
        gateway.with("server" + i, line, server);
      }
      try (gateway) {
        gateway.start();
        return Lister.of(era, gateway.client()).list(Methods.TOOLS_LIST, "{}").body();
      }
    }
  }

  @Nested
  class GivenBackendsThatFail {
    @Test
    void whenListed_thenTheOthersAreListed() throws InterruptedException {
      ScriptedServer broken = BackendLine.STATEFUL_HTTP_JSON.server().echoTool("never");
      broken.on(Methods.TOOLS_LIST, (_, reply) -> reply.error(ErrorCodes.INTERNAL_ERROR, "broken"));
      OneMcpRuntime.Builder builder =
          OneMcpRuntime.builder()
              .backend(
                  BackendDefinition.of(
                      "absent",
                      new BackendTransport.Stdio(
                          "/no/such/program", List.of(), Map.of(), Optional.empty())))
              .backend(
                  BackendDefinition.of(
                      "dead",
                      new BackendTransport.Http(URI.create("http://127.0.0.1:1/mcp"), Map.of())));
      ScriptedGateway gateway =
          ScriptedGateway.prepare(builder)
              .with("broken", BackendLine.STATEFUL_HTTP_JSON, broken)
              .with(
                  "good",
                  BackendLine.STATELESS_HTTP_JSON,
                  BackendLine.STATELESS_HTTP_JSON.server().echoTool("echo"));
      try (gateway) {
        gateway.startUnsettled().runtime().awaitSettled(Duration.ofSeconds(20));
        for (Era era : Era.values()) {
          Json list = Lister.of(era, gateway.client()).list(Methods.TOOLS_LIST, "{}").result();

          assertThat(tools(list)).as("%s", era).containsExactly("good__echo");
        }
      }
    }
  }

  private static List<String> tools(Json page) {
    return Objects.requireNonNull(page.at("tools")).elements().stream()
        .map(tool -> String.valueOf(tool.text("name")))
        .toList();
  }

  /** Sends list requests of an era, always with the same id. */
  @FunctionalInterface
  private interface Lister {
    ClientAnswer list(String method, String params) throws InterruptedException;

    static Lister of(Era era, ScriptedClient endpoint) throws InterruptedException {
      if (era == Era.STATELESS) {
        StatelessClient client = endpoint.stateless();
        return (method, params) -> client.call(new RequestId.Num(7), method, params);
      }
      StatefulClient client = endpoint.initialize(Revision.LATEST_STATEFUL);
      return (method, params) -> client.call(new RequestId.Num(7), method, params);
    }
  }
}
