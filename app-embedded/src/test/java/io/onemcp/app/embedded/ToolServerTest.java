package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.Received;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ToolServerTest {
  private final ToolServer server = SampleTools.server();
  private final Received<String> interim = new Received<>();

  private Response answer(String method, String params) throws InterruptedException {
    Request request = Request.of(new RequestId.Num(7), method, Json.of(params));
    return server.answer(request, message -> interim.add(message.whole().toString()));
  }

  @Nested
  final class GivenRequestsOfTheStatelessEra {
    @Test
    void whenAsked_thenTheServerTellsWhoItIsAndWhatItOffers() throws InterruptedException {
      Json discovery = answer("server/discover", "{}").whole();

      assertThat(discovery.at("id")).hasToString("7");
      assertThat(discovery.at("result", "supportedVersions")).hasToString("[\"2026-07-28\"]");
      assertThat(discovery.text("result", "resultType")).isEqualTo("complete");
      assertThat(answer("tools/list", "{}").whole().at("result", "tools"))
          .satisfies(tools ->
              assertThat(tools.elements())
                  .extracting(tool -> tool.text("name"))
                  .containsExactly("echo", "steps", "fail", "crash"));
    }

    @Test
    void whenTheMethodOrTheToolIsUnknown_thenItIsAnError() throws InterruptedException {
      assertThat(answer("initialize", "{}"))
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.error().code()).isEqualTo(-32601));
      assertThat(answer("tools/call", "{\"name\":\"none\"}"))
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.error().code()).isEqualTo(-32602));
      assertThat(answer("tools/call", "{}")).isInstanceOf(Failure.class);
    }

    @Test
    void whenNobodyAsksForProgress_thenNoneIsTold() throws InterruptedException {
      answer("tools/call", "{\"name\":\"steps\"}");

      assertThat(interim.all()).isEmpty();
    }

    @Test
    void whenAToolGivesNothingBack_thenThatIsAnErrorOfTheTool() throws InterruptedException {
      @SuppressWarnings("NullAway") // What Java code without null checks can do to us.
      ToolServer careless = server.tool("null", "Forgets", SampleTools.ANY, _ -> null);

      Json result =
          careless
              .answer(
                  Request.of(new RequestId.Num(1), "tools/call", Json.of("{\"name\":\"null\"}")),
                  _ -> {})
              .whole();

      assertThat(result.at("result", "isError")).hasToString("true");
    }
  }

  @Nested
  final class GivenToolsAreAdded {
    @Test
    void whenOneIsAdded_thenTheServerBeforeStaysAsItWas() throws InterruptedException {
      server.tool("more", "One more", SampleTools.ANY, _ -> ToolOutput.text(""));

      assertThat(answer("tools/list", "{}").whole().toString()).doesNotContain("more");
    }

    @Test
    void whenANameComesTwice_thenItIsRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.tool("echo", "Again", SampleTools.ANY, _ -> ToolOutput.text("")))
          .withMessage("tool: \"echo\" (expected: each name once)");
    }
  }
}
