package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class GatewayClientTest {
  private static final int UNKNOWN_TOOL = -32602;
  private static final int UNEXPECTED = -32603;

  private static OneMcpRuntime runtime(InProcessServer server) {
    return OneMcpRuntime.builder().server("s", server).start();
  }

  @Nested
  final class GivenAListOfSeveralPages {
    @Test
    void whenListed_thenAllPagesAreRead() throws InterruptedException {
      Limits d = Limits.DEFAULT;
      Limits limits =
          new Limits(
              d.maxBodyBytes(),
              d.maxJsonDepth(),
              d.maxBackendMessageBytes(),
              d.maxSessions(),
              d.sessionIdle(),
              d.maxStreamQueue(),
              d.maxStreams(),
              d.maxInFlightPerBackend(),
              d.replayEvents(),
              d.replayBytes(),
              d.replayTotalBytes(),
              d.maxConnections(),
              d.questionTimeout(),
              2);
      GatewayConfig config = GatewayConfig.DEFAULT.withLimits(limits);
      ToolServer server = ToolServer.named("many");
      for (int i = 0; i < 5; i++) {
        server = server.tool("t" + i, "One of five", SampleTools.ANY, _ -> ToolOutput.text(""));
      }
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder().config(config).server("s", server).start()) {
        assertThat(runtime.client().request("tools/list", Json.EMPTY_OBJECT).text("nextCursor"))
            .isNotNull();
        assertThat(runtime.client().tools())
            .containsExactlyElementsOf(IntStream.range(0, 5).mapToObj(i -> "s__t" + i).toList());
      }
    }
  }

  @Nested
  final class GivenAToolThatFails {
    @Test
    void whenCalled_thenTheResultIsAnErrorAndTheRuntimeStaysUp() throws InterruptedException {
      try (OneMcpRuntime runtime = runtime(SampleTools.server())) {
        GatewayClient client = runtime.client();

        Json failed = client.call("s__fail", Json.EMPTY_OBJECT);

        assertThat(failed.at("isError")).hasToString("true");
        assertThat(client.callForText("s__fail", Json.EMPTY_OBJECT)).isEqualTo("out of paper");
        assertThat(client.callForText("s__crash", Json.EMPTY_OBJECT))
            .isEqualTo("IllegalStateException");
        assertThat(client.callForText("s__echo", Json.EMPTY_OBJECT)).isEqualTo("nothing");
      }
    }

    @Test
    void whenTheWholeServerFails_thenItIsAnErrorThatTellsNothing() throws InterruptedException {
      ToolServer tools = SampleTools.server();
      InProcessServer broken =
          (request, interim) -> {
            if (request.method().equals("tools/call")) {
              throw new IllegalStateException("a secret of the server");
            }
            return tools.answer(request, interim);
          };
      try (OneMcpRuntime runtime = runtime(broken)) {
        assertThatThrownBy(() -> runtime.client().call("s__echo", Json.EMPTY_OBJECT))
            .isInstanceOfSatisfying(
                McpErrorException.class, e -> assertThat(e.code()).isEqualTo(UNEXPECTED))
            .hasMessageNotContaining("secret");
        assertThat(runtime.client().tools()).contains("s__echo");
      }
    }
  }

  @Nested
  final class GivenNamesAndArgumentsOfAllSorts {
    @Test
    void whenTheToolIsUnknown_thenTheErrorHasItsCode() {
      try (OneMcpRuntime runtime = runtime(SampleTools.server())) {
        assertThatThrownBy(() -> runtime.client().call("nö__tool", Json.EMPTY_OBJECT))
            .isInstanceOfSatisfying(
                McpErrorException.class, e -> assertThat(e.code()).isEqualTo(UNKNOWN_TOOL));
      }
    }

    @Test
    void whenArgumentsAreMirroredInHeaders_thenTheCallGoesThrough() throws InterruptedException {
      Json schema =
          Json.of(
              """
              {"type": "object", "properties": {
                "region": {"type": "string", "x-mcp-header": "Region"}
              }}
              """);
      ToolServer server =
          ToolServer.named("mirror")
              .tool(
                  "t", "Takes a region", schema, call -> ToolOutput.text(call.text("region", "")));
      try (OneMcpRuntime runtime = runtime(server)) {
        assertThat(runtime.client().callForText("s__t", Json.of("{\"region\":\"Köln\"}")))
            .isEqualTo("Köln");
        assertThat(runtime.client().callForText("s__t", Json.EMPTY_OBJECT)).isEmpty();
      }
    }

    @Test
    void whenTheResultHasNoText_thenTheTextIsEmpty() throws InterruptedException {
      ToolServer server =
          ToolServer.named("blocks")
              .tool(
                  "none",
                  "Nothing",
                  SampleTools.ANY,
                  _ -> new ToolOutput(List.of(), Optional.empty(), false))
              .tool(
                  "two",
                  "Two blocks",
                  SampleTools.ANY,
                  _ ->
                      new ToolOutput(
                          List.of(
                              Json.of("{\"type\":\"text\",\"text\":\"a\"}"),
                              Json.of(
                                  "{\"type\":\"image\",\"data\":\"\",\"mimeType\":\"image/png\"}"),
                              Json.of("{\"type\":\"text\",\"text\":\"b\"}")),
                          Optional.empty(),
                          false));
      try (OneMcpRuntime runtime = runtime(server)) {
        assertThat(runtime.client().callForText("s__none", Json.EMPTY_OBJECT)).isEmpty();
        assertThat(runtime.client().callForText("s__two", Json.EMPTY_OBJECT)).isEqualTo("a\nb");
      }
    }
  }
}
