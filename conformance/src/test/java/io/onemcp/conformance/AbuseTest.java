package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.StatefulClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clients that take what is not theirs, or say what was not asked. */
final class AbuseTest {
  private static final BackendLine LINE = BackendLine.STATEFUL_HTTP_JSON;
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}";
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}"
          .formatted(Revision.LATEST_STATEFUL.wire());

  @Nested
  class GivenASession {
    @Test
    void whenAnotherCallerOrAddressUsesItsId_thenItDoesNotExist() throws InterruptedException {
      try (ScriptedGateway gateway = ofCallers().start()) {
        ScriptedClient endpoint = gateway.client();
        String session =
            endpoint.post(INITIALIZE, "Authorization", "alice").header("Mcp-Session-Id");

        assertThat(status(endpoint, session, "alice")).isEqualTo(200);
        assertThat(status(endpoint, session, "mallory")).isEqualTo(404);
        assertThat(status(gateway.client(LINE.label()), session, "alice")).isEqualTo(404);
        assertThat(status(endpoint, session + "x", "alice")).isEqualTo(404);
        try (ClientAnswer stolen =
            endpoint.get("Mcp-Session-Id", session, "Authorization", "mallory")) {
          assertThat(stolen.status()).isEqualTo(404);
        }
        try (ClientAnswer ended =
            endpoint.send("DELETE", "", "Mcp-Session-Id", session, "Authorization", "mallory")) {
          assertThat(ended.status()).isEqualTo(404);
        }
        assertThat(status(endpoint, session, "alice")).isEqualTo(200);
        try (ClientAnswer homeless = endpoint.post(PING, "Authorization", "alice")) {
          assertThat(homeless.status()).isEqualTo(400);
        }
      }
    }

    private int status(ScriptedClient endpoint, String session, String caller)
        throws InterruptedException {
      try (ClientAnswer answer =
          endpoint.post(PING, "Mcp-Session-Id", session, "Authorization", caller)) {
        return answer.status();
      }
    }

    private ScriptedGateway ofCallers() {
      return ScriptedGateway.prepare(
              OneMcpRuntime.builder()
                  .authenticator(
                      header -> new Verdict.Authenticated(new Caller(header.orElse("nobody")))))
          .with(LINE, new AskingBackend(LINE).server());
    }
  }

  @Nested
  class GivenAClientThatIsAsked {
    @Test
    void whenOthersAnswerOrItAnswersWhatNobodyAsked_thenThatIsIgnored()
        throws InterruptedException {
      AskingBackend backend = new AskingBackend(LINE);
      try (ScriptedGateway gateway = ScriptedGateway.before(LINE, backend.server());
          StatefulClient one = capable(gateway);
          StatefulClient other = capable(gateway);
          EventStream call = ask(one, "mine").events();
          EventStream callOfOther = ask(other, "theirs").events()) {
        Json mine = call.nextMessage();
        Json theirs = callOfOther.nextMessage();
        for (String id : List.of("0", "99", "\"1\"", "-1")) {
          String never =
              "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"action\":\"accept\"}}";
          assertThat(one.post(never).status()).isEqualTo(202);
        }
        assertThat(mine.at("id")).as("ids that collide").isEqualTo(theirs.at("id"));

        other.answer(theirs, "{\"action\":\"decline\"}").close();
        other.answer(theirs, "{\"action\":\"accept\"}").close();
        one.answer(mine, "{\"action\":\"cancel\"}").close();

        assertThat(callOfOther.nextMessage().at("result", "answers"))
            .hasToString("[{\"action\":\"decline\"}]");
        assertThat(call.nextMessage().at("result", "answers"))
            .hasToString("[{\"action\":\"cancel\"}]");
      }
    }

    @Test
    void whenItUsesAnIdTwice_thenTheSecondRequestIsRefused() throws InterruptedException {
      AskingBackend backend = new AskingBackend(LINE);
      try (ScriptedGateway gateway = ScriptedGateway.before(LINE, backend.server());
          StatefulClient client = capable(gateway);
          EventStream call = ask(client, "m").events()) {
        Json question = call.nextMessage();

        ClientAnswer again = client.call(new RequestId.Num(1), Methods.PING, "{}");
        assertThat(again.error().at("code"))
            .hasToString(String.valueOf(ErrorCodes.INVALID_REQUEST));

        client.answer(question, "{\"action\":\"decline\"}").close();
        assertThat(call.nextMessage().at("result")).isNotNull();
        assertThat(client.call(new RequestId.Num(1), Methods.PING, "{}").result())
            .hasToString("{}");
      }
    }

    private StatefulClient capable(ScriptedGateway gateway) throws InterruptedException {
      return gateway.client().initialize(Revision.LATEST_STATEFUL, "{\"elicitation\":{}}");
    }

    private ClientAnswer ask(StatefulClient client, String message) throws InterruptedException {
      String arguments = AskingBackend.asking("k", AskingBackend.form(message));
      return client.call(
          Methods.TOOLS_CALL,
          "{\"name\":\"" + LINE.label() + "__ask\",\"arguments\":" + arguments + "}");
    }
  }

  @Nested
  class GivenClientsThatAllUseTheSameIdsAndTokens {
    private static final int CLIENTS = 30;

    @Test
    void whenTheyCallAtOnce_thenEachGetsItsOwnProgressAndAnswer() throws InterruptedException {
      ScriptedGateway gateway = ScriptedGateway.prepare();
      for (BackendLine line : BackendLine.values()) {
        ScriptedServer server = line.server();
        gateway.with(
            line,
            server.tool(
                "tell",
                (call, reply) -> {
                  Json number = Objects.requireNonNull(call.params().at("arguments", "n"));
                  reply.progress(Integer.parseInt(number.toString()), CLIENTS);
                  reply.text(number.toString());
                }));
      }
      try (gateway) {
        gateway.start();
        for (BackendLine line : BackendLine.values()) {
          for (Era era : Era.values()) {
            List<Running<String>> calls = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
              int number = i;
              calls.add(Running.start(() -> tell(gateway.client(), era, line, number)));
            }
            for (int i = 0; i < CLIENTS; i++) {
              assertThat(calls.get(i).result())
                  .as("%s to %s", era, line)
                  .isEqualTo("[1 " + i + "] [{\"type\":\"text\",\"text\":\"" + i + "\"}]");
            }
          }
        }
      }
    }

    private String tell(ScriptedClient endpoint, Era era, BackendLine line, int number)
        throws InterruptedException {
      String params =
          "{\"name\":\"%s__tell\",\"arguments\":{\"n\":%d},\"_meta\":{\"progressToken\":1}}"
              .formatted(line.label(), number);
      try (endpoint) {
        RequestId id = new RequestId.Num(1);
        ClientAnswer answer =
            era == Era.STATEFUL
                ? endpoint.initialize(Revision.LATEST_STATEFUL).call(id, Methods.TOOLS_CALL, params)
                : endpoint.stateless().call(id, Methods.TOOLS_CALL, params);
        String content = String.valueOf(answer.result().at("content"));
        return answer.interim().stream()
                .map(note ->
                    note.at("params", "progressToken") + " " + note.at("params", "progress"))
                .toList()
            + " "
            + content;
      }
    }
  }
}
