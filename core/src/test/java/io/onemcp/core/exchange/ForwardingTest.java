package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.NewClient;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.fake.RecordedOutlet;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private static final String CALL = "{\"name\":\"b__t\",\"arguments\":{\"x\": 2.50},\"odd\":1}";

  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{},\"prompts\":{},\"resources\":{},\"completions\":{}}")
          .offeringTools("t")
          .offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}")
          .offering(CapabilityKind.RESOURCE, "{\"uri\":\"file:///r\"}");
  private final FakeServer modern = FakeServer.stateless("{\"tools\":{}}").offeringTools("t");
  private Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    gateway.close();
    assertThat(gateway.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenBothHopsAreStateful {
    @Test
    void whenAToolIsCalled_thenOnlyNameAndIdChangeOnTheWayThere() throws InterruptedException {
      start(server.answering(Methods.TOOLS_CALL, Json.EMPTY_OBJECT));

      gateway.old().send(Methods.TOOLS_CALL, CALL);

      Json sent = server.next(Methods.TOOLS_CALL).message().whole();
      assertThat(sent.at("params"))
          .hasToString("{\"name\":\"t\",\"arguments\":{\"x\": 2.50},\"odd\":1}");
    }

    @Test
    void whenItAnswers_thenOnlyTheIdChangesOnTheWayBack() throws InterruptedException {
      start(
          server.on(
              Methods.TOOLS_CALL,
              (request, _) ->
                  answer(
                      "{\"result\": {\"content\":[{\"type\":\"new\",\"x\":1e400}]}"
                          + " ,\"jsonrpc\":\"2.0\",\"id\":"
                          + request.id().json()
                          + ",\"extra\":[]}")));

      Request request = Request.of(new RequestId.Text("mine"), Methods.TOOLS_CALL, Json.of(CALL));

      assertThat(gateway.old().send(request).whole())
          .hasToString(
              "{\"result\": {\"content\":[{\"type\":\"new\",\"x\":1e400}]}"
                  + " ,\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"extra\":[]}");
    }

    @Test
    void whenItAnswersWithAnError_thenCodeMessageAndDataStay() throws InterruptedException {
      RpcError error = new RpcError(-32042, "visit", Json.of("{\"elicitations\":[]}"));
      start(server.failing(Methods.TOOLS_CALL, error));

      assertThat(gateway.old().error(Methods.TOOLS_CALL, CALL)).isEqualTo(error);
    }

    @Test
    void whenPromptsResourcesAndCompletionsAreAskedFor_thenEachFindsItsBackend()
        throws InterruptedException {
      start(server);
      Json done = Json.of("{\"done\":true}");
      server
          .answering(Methods.PROMPTS_GET, done)
          .answering(Methods.RESOURCES_READ, done)
          .answering(Methods.COMPLETE, done);
      OldClient client = gateway.old();

      assertThat(client.result(Methods.PROMPTS_GET, "{\"name\":\"b__p\"}")).isEqualTo(done);
      assertThat(client.result(Methods.RESOURCES_READ, "{\"uri\":\"file:///r\"}")).isEqualTo(done);
      assertThat(
              client.result(
                  Methods.COMPLETE, "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"b__p\"}}"))
          .isEqualTo(done);
      assertThat(
              client.result(
                  Methods.COMPLETE, "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"file:///r\"}}"))
          .isEqualTo(done);
      assertThat(server.next(Methods.PROMPTS_GET).params()).hasToString("{\"name\":\"p\"}");
      assertThat(server.next(Methods.COMPLETE).params().at("ref", "name")).hasToString("\"p\"");
    }

    @Test
    void whenProgressComes_thenItHasTheClientsTokenAndComesBeforeTheAnswer()
        throws InterruptedException {
      start(server);
      server.on(
          Methods.TOOLS_CALL,
          (request, _) -> {
            Json token = request.params().at("_meta", "progressToken");
            server
                .connection()
                .notify(Methods.PROGRESS, "{\"progressToken\":" + token + ",\"progress\":1}");
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
      OldClient client = gateway.old();

      client.send(Methods.TOOLS_CALL, "{\"name\":\"b__t\",\"_meta\":{\"progressToken\":\"tok\"}}");

      assertThat(((Notification) client.outlet.next()).params())
          .hasToString("{\"progressToken\":\"tok\",\"progress\":1}");
    }

    @Test
    void whenTheClientCancels_thenTheBackendIsToldAndThereIsNoAnswer() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      start(server.on(Methods.TOOLS_CALL, (_, _) -> waitForever(asked)));
      OldClient client = gateway.old();
      BlockingQueue<Message> answers =
          client.sendAside(Request.of(new RequestId.Num(7), Methods.TOOLS_CALL, Json.of(CALL)));
      Waiting.until(asked);

      client.session.take(Notification.of(Methods.CANCELLED, Json.of("{\"requestId\":7}")));

      assertThat(((Notification) Waiting.next(answers)).method()).isEqualTo("no answer");
      Json sent = server.next(Methods.TOOLS_CALL).message().whole();
      assertThat(server.next(Methods.CANCELLED).params().at("requestId")).isEqualTo(sent.at("id"));
    }
  }

  @Nested
  class GivenAStatelessClientAndAStatefulBackend {
    @Test
    void whenItsEnvelopeWasAllThatItsMetaHeld_thenNoneIsLeft() throws InterruptedException {
      start(server.answering(Methods.TOOLS_CALL, Json.EMPTY_OBJECT));

      gateway.fresh().send(Methods.TOOLS_CALL, CALL);

      assertThat(server.next(Methods.TOOLS_CALL).params())
          .hasToString("{\"name\":\"t\",\"arguments\":{\"x\": 2.50},\"odd\":1}");
    }

    @Test
    void whenItsMetaHeldMore_thenTheRestStays() throws InterruptedException {
      start(server.answering(Methods.TOOLS_CALL, Json.EMPTY_OBJECT));

      gateway.fresh().send(Methods.TOOLS_CALL, "{\"name\":\"b__t\",\"_meta\":{\"x/y\": 1}}");

      assertThat(server.next(Methods.TOOLS_CALL).params().at("_meta")).hasToString("{\"x/y\": 1}");
    }
  }

  @Nested
  class GivenARequestThatLeadsNowhere {
    @Test
    void whenItNamesNothing_thenThatIsSaid() throws InterruptedException {
      start(server);
      for (String method :
          List.of(
              Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ, Methods.COMPLETE)) {
        assertThat(gateway.old().error(method, "{}"))
            .satisfies(error -> assertThat(error.code()).isEqualTo(-32602))
            .satisfies(error -> assertThat(error.message()).contains("params."));
      }
    }

    @Test
    void whenNothingHasThatName_thenTheAnswerIsThatOfTheEra() throws InterruptedException {
      start(server);
      OldClient old = gateway.old();
      NewClient fresh = gateway.fresh();

      assertThat(old.error(Methods.TOOLS_CALL, "{\"name\":\"t\"}").code()).isEqualTo(-32602);
      assertThat(old.error(Methods.PROMPTS_GET, "{\"name\":\"b__t\"}").code()).isEqualTo(-32602);
      assertThat(old.error("odd/method", "{}").code()).isEqualTo(-32601);
      assertThat(fresh.error(Methods.TOOLS_CALL, "{\"name\":\"t\"}").code()).isEqualTo(-32602);
    }

    @Test
    void whenNoBackendHasResources_thenNoneIsFound() throws InterruptedException {
      start(modern);

      assertThat(gateway.old().error(Methods.RESOURCES_READ, "{\"uri\":\"a:1\"}"))
          .isEqualTo(new RpcError(-32002, "Resource not found: a:1", Json.of("{\"uri\":\"a:1\"}")));
      assertThat(gateway.fresh().error(Methods.RESOURCES_READ, "{\"uri\":\"a:1\"}").code())
          .isEqualTo(-32602);
    }

    @Test
    void whenAMethodIsUnknown_thenItGoesToTheBackendThatTheAddressNames()
        throws InterruptedException {
      start(server.answering("odd/method", Json.of("{\"a\":1}")));
      OldClient client =
          OldClient.open(gateway, Gateway.ALICE, Gateway.only("b"), "2025-11-25", "{}");

      assertThat(client.result("odd/method", "{\"x\":1}")).hasToString("{\"a\":1}");
      assertThat(server.next("odd/method").params()).hasToString("{\"x\":1}");
      assertThat(gateway.fresh().at(Gateway.only("b")).error("odd/method", "{}").code())
          .isEqualTo(-32601);
    }
  }

  @Nested
  class GivenABackendThatFails {
    @Test
    void whenItIsNotConnected_thenTheReasonIsTold() throws InterruptedException {
      start(server);
      OldClient client = gateway.old();
      server.connection().breakDown("exit 137");
      gateway.world.awaitState("b", "restarting");

      Json result = client.result(Methods.TOOLS_CALL, CALL);

      assertThat(result.at("isError")).isEqualTo(Json.TRUE);
      assertThat(result.toString())
          .contains("Backend \\\"b\\\"")
          .contains("exit 137")
          .contains("was not called");
      assertThat(result.at("_meta", "io.onemcp/unavailable", "executed")).hasToString("\"no\"");
      assertThat(gateway.fresh().result(Methods.TOOLS_CALL, CALL).text("resultType"))
          .isEqualTo("complete");
    }

    @Test
    void whenItFailsInAnyWay_thenItIsItsFaultAndNotTheClients() throws InterruptedException {
      start(server);
      List<RuntimeException> failures =
          List.of(
              new BackendLostException("gone amidst"),
              new BackendRefusedException(503, "refused plainly"));
      for (RuntimeException failure : failures) {
        server.on(
            Methods.TOOLS_CALL,
            (_, _) -> {
              throw failure;
            });
        RpcError error = gateway.old().error(Methods.TOOLS_CALL, CALL);
        assertThat(error.code()).isEqualTo(-32603);
        assertThat(error.message()).contains(String.valueOf(failure.getMessage()));
      }
    }

    @Test
    void whenNothingEverReachesIt_thenTheModelHearsThatItMayTryAgain() throws InterruptedException {
      start(server);
      server.on(
          Methods.TOOLS_CALL,
          (_, _) -> {
            throw new BackendUnreachableException("gone before");
          });

      Json result = gateway.old().result(Methods.TOOLS_CALL, CALL);

      assertThat(result.at("isError")).isEqualTo(Json.TRUE);
      assertThat(result.toString()).contains("gone before");
      server.next(Methods.TOOLS_CALL);
      server.next(Methods.TOOLS_CALL);
      assertThat(server.got).noneMatch(got -> got.method().equals(Methods.TOOLS_CALL));
    }

    @Test
    void whenItsAnswerIsAmbiguous_thenItIsItsFaultAndNotTheClients() throws InterruptedException {
      start(server.answering(Methods.TOOLS_CALL, Json.of("{\"resultType\":1,\"resultType\":2}")));

      RpcError error = gateway.fresh().error(Methods.TOOLS_CALL, CALL);

      assertThat(error.code()).isEqualTo(-32603);
      assertThat(error.message()).contains("\"b\"").contains("resultType");
    }

    @Test
    void whenItSaysSomethingAmbiguousBeforeItsAnswer_thenThatAloneIsDropped()
        throws InterruptedException {
      server
          .withStreamsOfRequests()
          .on(
              Methods.TOOLS_CALL,
              (request, interim) -> {
                interim.accept(
                    Notification.of(
                        Methods.PROGRESS, Json.of("{\"progressToken\":1,\"progressToken\":2}")));
                interim.accept(Notification.of("notifications/fine", Json.EMPTY_OBJECT));
                return Success.of(request.id(), Json.EMPTY_OBJECT);
              });
      start(server);
      OldClient client = gateway.old();

      client.result(Methods.TOOLS_CALL, CALL);

      assertThat(((Notification) client.outlet.next()).method()).isEqualTo("notifications/fine");
    }

    @Test
    void whenItKeepsSilent_thenTheCallEndsInTimeAndIsCancelled() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      start(server.on(Methods.TOOLS_CALL, (_, _) -> waitForever(asked)));
      BlockingQueue<Message> answers =
          gateway
              .old()
              .sendAside(Request.of(new RequestId.Num(1), Methods.TOOLS_CALL, Json.of(CALL)));
      Waiting.until(asked);

      gateway.world.time.turn(BackendDefinition.DEFAULT_REQUEST_TIMEOUT);

      assertThat(((Failure) Waiting.next(answers)).error().message()).contains("300000 ms");
      server.next(Methods.CANCELLED);
    }
  }

  @Nested
  class GivenBothHopsAreStateless {
    @Test
    void whenAToolIsCalled_thenNameIdAndHeadersChangeAndTheEnvelopeStays()
        throws InterruptedException {
      start(modern.answering(Methods.TOOLS_CALL, Json.of("{\"resultType\":\"complete\"}")));
      NewClient client = gateway.fresh().declaring("{\"sampling\":{}}");

      client.result(Methods.TOOLS_CALL, CALL);

      FakeServer.Got got = modern.next(Methods.TOOLS_CALL);
      assertThat(got.params().text("name")).isEqualTo("t");
      assertThat(got.params().at("_meta", "io.modelcontextprotocol/clientCapabilities"))
          .hasToString("{\"sampling\":{}}");
      assertThat(got.headers())
          .containsEntry("MCP-Protocol-Version", "2026-07-28")
          .containsEntry("Mcp-Method", "tools/call")
          .containsEntry("Mcp-Name", "t");
    }

    @Test
    void whenItNeedsInput_thenThatPassesThroughUntouched() throws InterruptedException {
      Json needs = Json.of("{\"resultType\":\"input_required\",\"requestState\":\"opaque\"}");
      start(modern.answering(Methods.TOOLS_CALL, needs));

      assertThat(gateway.fresh().result(Methods.TOOLS_CALL, CALL)).isEqualTo(needs);
    }

    @Test
    void whenItMissesACapability_thenTheClientHearsWhich() throws InterruptedException {
      RpcError error =
          new RpcError(-32021, "need", Json.of("{\"requiredCapabilities\":{\"sampling\":{}}}"));
      start(modern.failing(Methods.TOOLS_CALL, error));

      assertThat(gateway.fresh().error(Methods.TOOLS_CALL, CALL)).isEqualTo(error);
    }

    @Test
    void whenItComplainsOfOurHop_thenThatIsNotTheClientsFault() throws InterruptedException {
      start(modern);
      for (int code : new int[] {-32020, -32022}) {
        modern.failing(Methods.TOOLS_CALL, new RpcError(code, "your header", Json.of("{\"a\":1}")));

        RpcError error = gateway.fresh().error(Methods.TOOLS_CALL, CALL);

        assertThat(error.code()).isEqualTo(-32603);
        assertThat(error.data())
            .hasToString(
                "{\"backend\":\"b\",\"executed\":\"maybe\",\"retriable\":false,\"original\":{\"code\":"
                    + code
                    + ",\"message\":\"your header\",\"data\":{\"a\":1}}}");
      }
    }

    @Test
    void whenTheClientGoesAway_thenTheBackendIsTold() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      start(modern.on(Methods.TOOLS_CALL, (_, _) -> waitForever(asked)));
      NewClient client = gateway.fresh();
      Thread exchange =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(Methods.TOOLS_CALL, CALL);
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
      Waiting.until(asked);

      exchange.interrupt();

      modern.next(Methods.CANCELLED);
    }

    @Test
    void whenItAsksForTheRevisionAgain_thenTheCallIsRepeatedOnce() throws InterruptedException {
      start(
          modern.failing(
              Methods.TOOLS_CALL,
              new RpcError(-32022, "again", Json.of("{\"supported\":[\"2026-07-28\"]}"))));

      gateway.fresh().error(Methods.TOOLS_CALL, CALL);

      modern.next(Methods.TOOLS_CALL);
      modern.next(Methods.TOOLS_CALL);
      assertThat(modern.got).isEmpty();
    }
  }

  @Nested
  class GivenLogMessages {
    @Test
    void whenTheyComeOnACall_thenTheClientGetsThoseThatItWants() throws InterruptedException {
      server
          .withStreamsOfRequests()
          .on(
              Methods.TOOLS_CALL,
              (request, interim) -> {
                for (String level : List.of("debug", "warning", "odd")) {
                  interim.accept(
                      Notification.of(
                          Methods.LOG_MESSAGE, Json.of("{\"level\":\"" + level + "\"}")));
                }
                return Success.of(request.id(), Json.EMPTY_OBJECT);
              });
      start(server);

      assertThat(levels(gateway.fresh())).isEmpty();
      assertThat(levels(gateway.fresh().logging("info"))).containsExactly("warning", "odd");
      assertThat(levels(gateway.fresh().logging("debug")))
          .containsExactly("debug", "warning", "odd");
    }

    private static List<String> levels(NewClient client) throws InterruptedException {
      client.result(Methods.TOOLS_CALL, CALL);
      return client.outlet().got.stream()
          .map(message -> String.valueOf(((Notification) message).params().text("level")))
          .toList();
    }
  }

  private void start(FakeServer behind) throws InterruptedException {
    gateway = Gateway.of("b", behind);
  }

  private static Message.Response answer(String text) {
    return (Message.Response) RecordedOutlet.read(WireText.of(text));
  }

  private static Message.Response waitForever(CountDownLatch reached) throws InterruptedException {
    reached.countDown();
    new CountDownLatch(1).await();
    throw new AssertionError("never");
  }
}
