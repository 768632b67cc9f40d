package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.SeenRequest;
import io.onemcp.testkit.StatefulClient;
import io.onemcp.testkit.StatelessClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Extensions that the gateway has never heard of. */
final class ExtensionsPassTest {
  private static final String WEATHER = "{\"extensions\":{\"com.example/weather\":{}}}";
  private static final String FORECAST = "weather/forecast";
  private static final String RAIN =
      "{\"resultType\":\"com.example/rain\",\"mm\":2.50,\"_meta\":{\"com.example/x\":[ 1]}}";
  private static final String NOT_FOUND = "-32601";

  @Nested
  class GivenStatelessPeers {
    private final ScriptedServer weather =
        ScriptedServer.stateless()
            .declare("extensions", "{\"com.example/weather\":{\"unit\":\"mm\"}}")
            .echoTool("echo")
            .on(
                FORECAST,
                (_, reply) -> {
                  reply.notification("notifications/weather/soon", "{\"in\":1e1}");
                  reply.result(RAIN);
                });
    @AutoClose private final ScriptedHttp http = ScriptedHttp.serve(weather);

    @AutoClose
    private final ScriptedGateway gateway =
        ScriptedGateway.prepare(OneMcpRuntime.builder().backend(http.definition("weather")))
            .with("other", BackendLine.STATELESS_STDIO, ScriptedServer.stateless());

    @Test
    void whenOneBackendHasTheExtension_thenItsMethodIsFoundAmongAll() throws InterruptedException {
      gateway.start();
      StatelessClient client = gateway.client().stateless(WEATHER);

      try (ClientAnswer answer =
          client.call(
              FORECAST,
              "{\"place\":\"x\",\"_meta\":{\"com.example/y\":[ 2]}}",
              "Mcp-Name",
              "x",
              "Mcp-Param-Place",
              "here")) {
        assertThat(answer.result()).hasToString(RAIN);
        assertThat(answer.interim())
            .extracting(note -> String.valueOf(note.at("params")))
            .containsExactly("{\"in\":1e1}");
      }
      SeenRequest seen = seen();
      assertThat(seen.body()).contains("\"com.example/y\":[ 2]").contains("com.example/weather");
      assertThat(seen.headers())
          .containsEntry("mcp-name", "x")
          .containsEntry("mcp-param-place", "here");
    }

    @Test
    void whenTheGatewayDescribesItself_thenItDeclaresTheExtension() throws InterruptedException {
      gateway.start();
      try (ClientAnswer answer = gateway.client().stateless().call("server/discover", "{}")) {
        assertThat(answer.result().at("capabilities", "extensions"))
            .hasToString("{\"com.example/weather\":{\"unit\":\"mm\"}}");
      }
    }

    @Test
    void whenTheClientDoesNotDeclareIt_thenItHearsWhatIsMissing() throws InterruptedException {
      gateway.start();
      try (ClientAnswer answer = gateway.client().stateless().call(FORECAST, "{}")) {
        Json error = answer.error();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(error.at("data", "requiredCapabilities")).hasToString(WEATHER);
      }
    }

    @Test
    void whenTwoBackendsHaveIt_thenTheErrorNamesTheWayOut() throws InterruptedException {
      gateway.with(
          "more",
          BackendLine.STATELESS_HTTP_JSON,
          ScriptedServer.stateless().declare("extensions", "{\"com.example/weather\":{}}"));
      gateway.start();
      try (ClientAnswer among = gateway.client().stateless(WEATHER).call(FORECAST, "{}");
          ClientAnswer alone = gateway.client("weather").stateless(WEATHER).call(FORECAST, "{}")) {
        Json error = among.error();

        assertThat(among.status()).isEqualTo(404);
        assertThat(error.at("code")).hasToString(NOT_FOUND);
        assertThat(error.text("message")).contains("/mcp/server/{name}");
        assertThat(alone.result()).hasToString(RAIN);
      }
    }

    @Test
    void whenAToolIsCalledWithAHeaderThatNobodyKnows_thenItPasses() throws InterruptedException {
      gateway.start();
      try (ClientAnswer answer =
          gateway
              .client()
              .stateless()
              .call(
                  "tools/call",
                  "{\"name\":\"weather__echo\",\"arguments\":{}}",
                  "Mcp-Param-Odd",
                  "1")) {
        answer.result();
      }
      assertThat(
              http.requests().await("the call", one -> one.body().contains("tools/call")).headers())
          .containsEntry("mcp-param-odd", "1");
    }

    private SeenRequest seen() throws InterruptedException {
      return http.requests().await("the forecast", one -> one.body().contains(FORECAST));
    }
  }

  @Nested
  class GivenStatefulPeers {
    private static final String ASKED = "{\"extensions\":{\"com.example/weather\":{\"v\":1}}}";

    @Test
    void whenBothHaveTheExtension_thenAllOfItPassesBothWays() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        ScriptedServer weather =
            line.server()
                .declare("extensions", "{\"com.example/weather\":{}}")
                .on(
                    FORECAST,
                    (_, reply) -> {
                      var answer = reply.ask("weather/where", "{\"odd\":1e1}");
                      reply.result("{\"answer\":%s}".formatted(answer.whole().at("result")));
                    });
        try (ScriptedGateway gateway =
                ScriptedGateway.prepare()
                    .with("weather", line, weather)
                    .with("other", BackendLine.STATEFUL_STDIO, ScriptedServer.stateful())
                    .start();
            StatefulClient client = gateway.client().initialize(Revision.V2025_11_25, ASKED);
            EventStream stream = client.listen();
            EventStream call = client.call(FORECAST, "{}").events()) {
          assertThat(client.initializeResult().at("capabilities", "extensions"))
              .hasToString("{\"com.example/weather\":{}}");
          Json question = call.nextMessage();
          assertThat(question.at("params")).hasToString("{\"odd\":1e1}");
          client.answer(question, "{\"place\":\"x\"}").close();
          assertThat(call.nextMessage().at("result")).hasToString("{\"answer\":{\"place\":\"x\"}}");

          client.notify("notifications/weather/changed", "{\"a\":1.0}").close();
          assertThat(weather.awaitReceived("notifications/weather/changed").whole().at("params"))
              .hasToString("{\"a\":1.0}");

          weather.push("notifications/weather/storm", "{\"b\":2.0}");
          assertThat(stream.nextMessage().at("params")).as("%s", line).hasToString("{\"b\":2.0}");
        }
      }
    }

    @Test
    void whenTheClientLacksIt_thenTheMethodIsUnknown() throws InterruptedException {
      ScriptedServer weather =
          ScriptedServer.stateful()
              .declare("extensions", "{\"com.example/weather\":{}}")
              .on(FORECAST, (_, reply) -> reply.result("{}"));
      try (ScriptedGateway gateway =
              ScriptedGateway.prepare()
                  .with("weather", BackendLine.STATEFUL_HTTP_JSON, weather)
                  .start();
          StatefulClient client = gateway.client().initialize(Revision.V2025_11_25);
          ClientAnswer answer = client.call(FORECAST, "{}")) {
        assertThat(answer.error().at("code")).hasToString(NOT_FOUND);
      }
    }
  }

  @Nested
  class GivenAStatefulClientAndAStatelessBackend {
    @Test
    void whenTheClientDeclaresAnExtension_thenTheBackendHearsOfIt() throws InterruptedException {
      ScriptedServer server = ScriptedServer.stateless();
      server.tool(
          "declared",
          (call, reply) ->
              reply.text(
                  String.valueOf(call.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES))));
      try (ScriptedGateway gateway =
              ScriptedGateway.prepare()
                  .with("one", BackendLine.STATELESS_HTTP_JSON, server)
                  .start();
          StatefulClient client = gateway.client().initialize(Revision.V2025_11_25, WEATHER)) {
        assertThat(client.callTool("one__declared", "{}"))
            .asString()
            .contains("com.example/weather");
      }
    }
  }
}
