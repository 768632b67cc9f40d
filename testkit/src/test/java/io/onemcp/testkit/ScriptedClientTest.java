package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ScriptedHttp.Option;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The scripted client and the scripted server over HTTP, each as the other's test. */
final class ScriptedClientTest {
  private static final String ASKING =
      "{\"mode\":\"form\",\"message\":\"?\",\"requestedSchema\":{\"type\":\"object\"}}";

  @Nested
  final class GivenAServerOfTheStatefulEra {
    private final ScriptedServer script =
        ScriptedServer.of(
            Revision.V2025_11_25, Revision.V2025_06_18, Revision.V2025_03_26, Revision.V2024_11_05);

    @Test
    void whenEachRevisionIsAskedFor_thenItIsSpoken() throws InterruptedException {
      script.echoTool("echo");
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url())) {
        for (Revision revision : Revision.of(Era.STATEFUL)) {
          try (StatefulClient session = client.initialize(revision)) {
            assertThat(session.revision()).isEqualTo(revision);
            assertThat(session.sessionId()).isNotEmpty();
            assertThat(session.callTool("echo", "{\"n\":2.50}").at("content"))
                .hasToString("[{\"type\":\"text\",\"text\":\"{\\\"n\\\":2.50}\"}]");
          }
        }
      }
    }

    @Test
    void whenASessionWasDeleted_thenItIsUnknown() throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url());
          StatefulClient session = client.initialize(Revision.V2025_11_25)) {
        assertThat(session.delete().status()).isEqualTo(204);

        assertThat(session.call(Methods.PING, "{}").status()).isEqualTo(404);
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").status())
            .isEqualTo(400);
      }
    }

    @Test
    void whenTheServerSpeaksFirst_thenTheListeningClientHears() throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url());
          StatefulClient session = client.initialize(Revision.V2025_11_25);
          EventStream stream = session.listen()) {
        script.push(Methods.TOOLS_CHANGED, "{}");

        assertThat(stream.nextMessage().text("method")).isEqualTo(Methods.TOOLS_CHANGED);
      }
    }

    @Test
    void whenAToolAsksTheClient_thenTheAnswerReachesTheTool() throws InterruptedException {
      script.tool(
          "ask",
          (_, reply) -> {
            reply.progress(1, 2);
            Message.Response said = reply.ask("elicitation/create", ASKING);
            reply.text(String.valueOf(said.whole().at("result", "action")));
          });
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url());
          StatefulClient session = client.initialize(Revision.V2025_11_25, "{\"elicitation\":{}}");
          ClientAnswer answer =
              session.call(
                  Methods.TOOLS_CALL, "{\"name\":\"ask\",\"_meta\":{\"progressToken\":9}}");
          EventStream events = answer.events()) {
        assertThat(events.nextMessage().at("params"))
            .hasToString("{\"progressToken\":9,\"progress\":1,\"total\":2}");
        Json question = events.nextMessage();
        session.answer(question, "{\"action\":\"decline\"}").close();

        assertThat(events.nextMessage().toString()).contains("\\\"decline\\\"");
        assertThat(events.next()).isEmpty();
      }
    }

    @Test
    void whenItMintsNoSessionsAndOffersNoStream_thenTheClientLivesWithoutThem()
        throws InterruptedException {
      try (ScriptedHttp http =
              ScriptedHttp.serve(
                  script, Option.NO_SESSIONS, Option.NO_GET_STREAM, Option.ALWAYS_STREAMS);
          ScriptedClient client = ScriptedClient.of(http.url());
          StatefulClient session = client.initialize(Revision.V2025_11_25)) {
        assertThat(session.sessionId()).isEmpty();
        assertThat(client.get().status()).isEqualTo(405);
        ClientAnswer answer = session.call(Methods.TOOLS_LIST, "{}");
        assertThat(answer.isStream()).isTrue();
        assertThat(answer.result()).hasToString("{\"tools\":[]}");
      }
    }
  }

  @Nested
  final class GivenAServerOfTheStatelessEra {
    private final ScriptedServer script = ScriptedServer.stateless().echoTool("echo");

    @Test
    void whenCalled_thenResultsCarryWhatTheEraWants() throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url())) {
        StatelessClient stateless = client.stateless();

        Json discovered = stateless.call(Methods.DISCOVER, "{}").result();
        Json listed = stateless.call(Methods.TOOLS_LIST, "{}").result();
        Json called = stateless.callTool("echo", "{}");

        assertThat(discovered.at("supportedVersions")).hasToString("[\"2026-07-28\"]");
        assertThat(listed.at("ttlMs")).hasToString("0");
        assertThat(called.text("resultType")).isEqualTo("complete");
      }
    }

    @Test
    void whenTheRequestIsNotWhatTheEraWants_thenItIsRefusedWithItsStatus()
        throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url())) {
        StatelessClient stateless = client.stateless();

        assertThat(stateless.call(Methods.TOOLS_LIST, "{}", "Mcp-Method", "other").status())
            .isEqualTo(400);
        assertThat(stateless.call("no/such", "{}").status()).isEqualTo(404);
        assertThat(client.get().status()).isEqualTo(405);
        assertThatThrownBy(() -> client.initialize(Revision.V2025_11_25))
            .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> stateless.callTool("unknown", "{}"))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("unknown");
      }
    }

    @Test
    void whenTheClientClosesAStream_thenTheScriptNotices() throws InterruptedException {
      Received<String> noticed = new Received<>();
      script.tool(
          "slow",
          (_, reply) -> {
            reply.hang();
            noticed.add("gone");
          });
      try (ScriptedHttp http = ScriptedHttp.serve(script);
          ScriptedClient client = ScriptedClient.of(http.url())) {
        client.stateless().call(Methods.TOOLS_CALL, "{\"name\":\"slow\"}").close();

        noticed.await("closing", _ -> true);
      }
    }
  }

  @Nested
  final class GivenAServerOfBothEras {
    @Test
    void whenAskedInEither_thenItAnswersInThat() throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(ScriptedServer.dual().echoTool("echo"));
          ScriptedClient client = ScriptedClient.of(http.url());
          StatefulClient session = client.initialize(Revision.V2025_11_25)) {
        assertThat(session.callTool("echo", "{}").at("resultType")).isNull();
        assertThat(client.stateless().callTool("echo", "{}").at("resultType")).isNotNull();
      }
    }
  }
}
