package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.RecordedOutlet;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Nested
  class GivenAnExchange {
    private final StartGate open = new StartGate(gateway.backends, Gateway.LIST_WAIT);
    private final ClientPlaces places = new ClientPlaces(1);

    @Test
    void whenItsMethodHasAHandler_thenThatOneAnswersAndElseTheOther() throws Exception {
      Pipeline pipeline =
          new Pipeline(
              open,
              places,
              Map.of("known", _ -> result("{\"a\":1}")),
              _ -> result("{\"other\":1}"));

      assertThat(answer(pipeline, "known", "{}")).hasToString("{\"a\":1}");
      assertThat(answer(pipeline, "unknown", "{}")).hasToString("{\"other\":1}");
    }

    @Test
    void whenAHandlerFailsForAReasonOfOurs_thenTheClientHearsNoMoreThanAnIncident()
        throws Exception {
      Pipeline pipeline =
          new Pipeline(
              open,
              places,
              Map.of(),
              _ -> {
                throw new IllegalStateException("secret detail");
              });

      RpcError error = failure(pipeline, "{}").error();

      assertThat(error.code()).isEqualTo(-32603);
      assertThat(error.message()).matches("Internal error, incident [0-9a-f]{16}");
    }

    @Test
    void whenItIsInterrupted_thenThatPassesThrough() {
      Pipeline pipeline =
          new Pipeline(
              open,
              places,
              Map.of(),
              _ -> {
                throw new InterruptedException();
              });

      assertThatThrownBy(() -> answer(pipeline, "m", "{}"))
          .isInstanceOf(InterruptedException.class);
    }

    @Test
    void whenAMemberThatWeReadIsAmbiguous_thenItIsRefused() throws Exception {
      Pipeline pipeline = new Pipeline(open, places, Map.of(), _ -> result("{}"));
      for (String params :
          List.of(
              "{\"name\":\"a\",\"name\":\"b\"}",
              "{\"Name\":\"a\"}",
              "{\"\\u006eame\":\"a\"}",
              "{\"uri\":1,\"URI\":2}",
              "{\"arguments\":{},\"arguments\":{}}",
              "{\"_meta\":{\"progressToken\":1,\"progressToken\":2}}",
              "{\"_meta\":{},\"_META\":{}}",
              "{\"requestState\":1,\"requestState\":1}")) {
        assertThat(failure(pipeline, params).error().code()).as(params).isEqualTo(-32600);
      }
      assertThat(answer(pipeline, "m", "{\"other\":1,\"other\":2}")).hasToString("{}");
    }

    @Test
    void whenTheIdIsOdd_thenItComesBack() throws Exception {
      Pipeline pipeline = new Pipeline(open, places, Map.of(), _ -> result("{}"));
      RequestId id = new RequestId.Text("\ud800\"\\");

      Message answer = RecordedOutlet.read(pipeline.handle(exchange(id, "m", "{}")).body());

      assertThat(((Success) answer).id()).isEqualTo(id);
    }

    @Test
    void whenItsClientHasTooManyUnderWay_thenItIsRefusedWithTheLimitsNameAndATime()
        throws Exception {
      List<Answer> inner = new ArrayList<>();
      Pipeline refusing = new Pipeline(open, places, Map.of(), _ -> result("{}"));
      Pipeline pipeline =
          new Pipeline(
              open,
              places,
              Map.of(),
              exchange -> {
                inner.add(refusing.handle(exchange));
                return result("{}");
              });

      assertThat(answer(pipeline, "m", "{}")).hasToString("{}");

      assertThat(inner.getFirst().status()).isEqualTo(429);
      assertThat(inner.getFirst().retryIn()).contains(Duration.ofSeconds(1));
      Failure refused = (Failure) RecordedOutlet.read(inner.getFirst().body());
      assertThat(refused.error().data())
          .hasToString(
              "{\"limit\":\"maxInFlightPerClient\",\"executed\":\"no\",\"retriable\":true,"
                  + "\"retryAfterMs\":1000}");
      assertThat(answer(pipeline, "m", "{}")).hasToString("{}");
    }

    @Test
    void whenOneCallerHasAllItsPlaces_thenOthersHaveTheirs() {
      assertThat(places.enter(Gateway.ALICE, "here")).isTrue();

      assertThat(places.enter(Gateway.ALICE, "here")).isFalse();
      assertThat(places.enter(Gateway.BOB, "here")).isTrue();
      places.leave(Gateway.ALICE, "here");
      assertThat(places.enter(Gateway.ALICE, "here")).isTrue();
      assertThat(places.enter(Gateway.ALICE, "there")).isFalse();
    }

    @Test
    void whenNobodyIsKnown_thenEachOriginHasItsOwnPlaces() {
      assertThat(places.enter(Caller.ANONYMOUS, "here")).isTrue();

      assertThat(places.enter(Caller.ANONYMOUS, "here")).isFalse();
      assertThat(places.enter(Caller.ANONYMOUS, "there")).isTrue();
      places.leave(Caller.ANONYMOUS, "here");
      assertThat(places.enter(Caller.ANONYMOUS, "here")).isTrue();
    }

    private Json answer(Pipeline pipeline, String method, String params) throws Exception {
      Answer answer = pipeline.handle(exchange(new RequestId.Num(1), method, params));
      assertThat(answer.status()).isEqualTo(200);
      return ((Success) RecordedOutlet.read(answer.body())).result();
    }

    private Failure failure(Pipeline pipeline, String params) throws Exception {
      return (Failure)
          RecordedOutlet.read(pipeline.handle(exchange(new RequestId.Num(1), "m", params)).body());
    }

    private static Exchange exchange(RequestId id, String method, String params) {
      ClientHop client =
          new ClientHop(
              Revision.LATEST_STATEFUL,
              Gateway.ALICE,
              "here",
              View.EVERYTHING,
              Json.EMPTY_OBJECT,
              Json.EMPTY_OBJECT,
              true,
              Optional.empty(),
              Optional.empty());
      return new Exchange(Request.of(id, method, Json.of(params)), client, new RecordedOutlet());
    }

    private static Outcome result(String json) {
      return new Outcome.Result(WireText.of(json));
    }
  }

  @Nested
  class GivenBackendsThatAreStillStarting {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final FakeServer slow = FakeServer.stateful("{\"tools\":{}}").offeringTools("t");

    @Test
    void whenAClientLists_thenItWaitsForThem() throws InterruptedException {
      start();
      BlockingQueue<Message> answers =
          gateway.fresh().sendAside(gateway.fresh().request(Methods.TOOLS_LIST, "{}"));
      gateway.world.time.awaitTimer(Gateway.LIST_WAIT);

      go.countDown();

      assertThat(((Success) Waiting.next(answers)).result().at("tools"))
          .asString()
          .contains("b__t");
    }

    @Test
    void whenTheyTakeTooLong_thenItGetsWhatThereIsAndNobodyWaitsAgain()
        throws InterruptedException {
      start();
      BlockingQueue<Message> answers =
          gateway.fresh().sendAside(gateway.fresh().request(Methods.TOOLS_LIST, "{}"));
      gateway.world.time.awaitTimer(Gateway.LIST_WAIT);

      gateway.world.time.turn(Gateway.LIST_WAIT);

      assertThat(((Success) Waiting.next(answers)).result().at("tools")).hasToString("[]");
      assertThat(gateway.fresh().result(Methods.TOOLS_LIST, "{}").at("tools")).hasToString("[]");
    }

    private void start() throws InterruptedException {
      FakeServer hello = FakeServer.stateful("{\"tools\":{}}");
      slow.on(
          Methods.INITIALIZE,
          (request, interim) -> {
            asked.countDown();
            go.await();
            return hello.answer(request, interim);
          });
      gateway = new Gateway("b").with("b", slow);
      gateway.backends.start();
      Waiting.until(asked);
    }
  }
}
