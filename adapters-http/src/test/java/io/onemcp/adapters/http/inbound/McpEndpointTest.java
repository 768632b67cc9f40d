package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Answer;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class McpEndpointTest {
  private static final String WHO = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"who\"}";
  private static final String[] STATELESS = {"MCP-Protocol-Version", "2026-07-28"};

  private final OpenDoor door = new OpenDoor();
  private final ScriptedClient client = door.client();

  @AfterEach
  void close() {
    client.close();
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  private ClientAnswer stateless(String body) throws InterruptedException {
    return client.post(body, STATELESS);
  }

  @Nested
  class GivenCredentials {
    @Test
    void whenTheyAreWrong_thenTheCallerIsChallengedWhateverTheAddress()
        throws InterruptedException {
      for (String path : new String[] {"/mcp", "/mcp/server/files", "/mcp/server/nobody"}) {
        try (ScriptedClient anyone = ScriptedClient.of(door.uri(path))) {
          for (String method : new String[] {"POST", "GET", "DELETE"}) {
            ClientAnswer answer =
                anyone.send(
                    method,
                    method.equals("POST") ? WHO : "",
                    "Authorization",
                    "Bearer wrong",
                    "MCP-Protocol-Version",
                    "2025-11-25");

            assertThat(answer.status()).as("%s %s", method, path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.error().text("message")).contains("no such key");
          }
        }
      }
    }

    @Test
    void whenTheyAreGood_thenTheCallerIsKnown() throws InterruptedException {
      Json result =
          client
              .post(WHO, "MCP-Protocol-Version", "2026-07-28", "Authorization", "Bearer alice")
              .result();

      assertThat(result.text("caller")).isEqualTo("alice");
    }
  }

  @Nested
  class GivenAnAddress {
    @Test
    void whenItIsThatOfOneBackend_thenOnlyThatIsShown() throws InterruptedException {
      try (ScriptedClient one = ScriptedClient.of(door.uri("/mcp/server/files"))) {
        assertThat(one.post(WHO, STATELESS).result().text("view")).contains("files");
      }
    }

    @Test
    void whenNobodyLivesThere_thenTheAnswerIsTheSameForAll() throws InterruptedException {
      String first = "";
      for (String path :
          new String[] {
            "/nowhere", "/mcp/server/nobody", "/mcp/server/", "/mcp/server/a/b", "/mcp/x", "/"
          }) {
        try (ScriptedClient lost = ScriptedClient.of(door.uri(path))) {
          ClientAnswer answer = lost.post(WHO, STATELESS);
          String body = answer.body();
          first = first.isEmpty() ? body : first;

          assertThat(answer.status()).as(path).isEqualTo(404);
          assertThat(answer.header("Content-Type")).as(path).isEqualTo("application/json");
          assertThat(body).as(path).isEqualTo(first);
        }
      }
    }
  }

  @Nested
  class GivenABody {
    @Test
    void whenItIsNoMessage_thenTheErrorSaysWhy() throws InterruptedException {
      ClientAnswer noJson = stateless("{\"jsonrpc\"");
      ClientAnswer twice = stateless("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"x\"}");
      ClientAnswer otherCase = stateless("{\"jsonrpc\":\"2.0\",\"Id\":1,\"method\":\"x\"}");
      ClientAnswer deep = stateless("[".repeat(300) + "]".repeat(300));
      ClientAnswer noMessage = stateless("{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"x\"}");
      ClientAnswer answer = stateless("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");

      for (ClientAnswer unreadable : new ClientAnswer[] {noJson, twice, otherCase, deep}) {
        Json error = unreadable.message();
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(error.at("error", "code")).hasToString("-32700");
        assertThat(error.at("id")).isNull();
      }
      Json error = noMessage.message();
      assertThat(noMessage.status()).isEqualTo(400);
      assertThat(error.at("error", "code")).hasToString("-32600");
      assertThat(error.at("id")).hasToString("7");
      assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void whenAMemberThatDecidesTheEraStandsTwice_thenTheStatelessDoorJudgesIt()
        throws InterruptedException {
      ClientAnswer answer =
          client.post(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\",\"params\":{\"_meta\":{},\"_meta\":{}}}");

      assertThat(answer.result().text("era")).isEqualTo("stateless");
    }

    @Test
    void whenItsEnvelopeIsStateless_thenItIsWhateverTheHeadersSay() throws InterruptedException {
      String body =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\",\"params\":{\"_meta\":"
              + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";

      assertThat(client.post(body).result().text("era")).isEqualTo("stateless");
      assertThat(client.post(body, "Mcp-Session-Id", "x").status()).isEqualTo(200);
    }

    @Test
    void whenItIsANotification_thenItIsAccepted() throws InterruptedException {
      ClientAnswer answer =
          stateless("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.body()).isEmpty();
    }

    @Test
    void whenItsTypeHasParameters_thenItIsRead() throws InterruptedException {
      assertThat(
              client
                  .post(
                      WHO,
                      "Content-Type",
                      "Application/JSON; charset=utf-8",
                      "MCP-Protocol-Version",
                      "2026-07-28")
                  .status())
          .isEqualTo(200);
    }
  }

  @Nested
  class GivenAFaultOfOurs {
    @Test
    void whenNothingWasSentYet_thenItIs500AndAnIncident() throws InterruptedException {
      door.stateless.script =
          (_, _) -> {
            throw new IllegalStateException("secret detail");
          };

      assertIsIncident(stateless(WHO.replace("who", "x")), 500);
    }

    @Test
    void whenTheStreamHasBegun_thenItIsTheLastEvent() throws InterruptedException {
      door.stateless.script =
          (_, outlet) -> {
            outlet.offer(WireText.of("{\"method\":\"progress\"}"));
            throw new StackOverflowError("secret detail");
          };

      assertIsIncident(stateless(WHO.replace("who", "x")), 200);
    }

    @Test
    void whenItIsInABatch_thenOnlyThatEntryFails() throws InterruptedException {
      door.stateful.script =
          (_, _) -> {
            throw new IllegalStateException("secret detail");
          };
      var session = client.initialize(Revision.V2025_03_26);

      Json all = session.post("[" + WHO + "," + WHO.replace("who", "x") + "]").message();

      assertThat(all.elements().get(0).at("result")).isNotNull();
      assertThat(all.elements().get(1).at("error", "code")).hasToString("-32603");
      assertThat(all.toString()).doesNotContain("secret");
    }

    @Test
    void whenTheCoreMeetsAmbiguousJson_thenItIsTheClientsFault() throws InterruptedException {
      door.stateless.script =
          (_, _) -> {
            throw new MalformedJsonException("member \"name\": stands twice");
          };

      ClientAnswer answer = stateless(WHO.replace("who", "x"));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message().at("id")).hasToString("7");
    }

    @Test
    void whenAnAnswerIsAnError_thenItsStatusIsKept() throws InterruptedException {
      door.stateless.script = (_, _) -> new Answer(WireText.of("{\"error\":{}}"), 404);

      assertThat(stateless(WHO.replace("who", "x")).status()).isEqualTo(404);
    }

    private static void assertIsIncident(ClientAnswer answer, int status)
        throws InterruptedException {
      assertThat(answer.status()).isEqualTo(status);
      Json message = answer.message();
      assertThat(message.at("id")).hasToString("7");
      assertThat(message.at("error", "code")).hasToString("-32603");
      assertThat(message.text("error", "message")).matches("Internal error, incident [0-9a-f]{8}");
      assertThat(message.toString()).doesNotContain("secret", "Exception", "java");
    }
  }
}
