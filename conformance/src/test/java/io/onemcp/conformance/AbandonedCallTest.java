package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.Respondent;
import io.onemcp.core.bridge.Fingerprint;
import io.onemcp.core.bridge.Parking;
import io.onemcp.core.bridge.Parking.Parked;
import io.onemcp.core.bridge.StateSeal;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.FakeTime;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.TestTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Calls that a stateless client does not wait for, or does not come back to. */
final class AbandonedCallTest {
  private static final String CAPABLE = "{\"elicitation\":{}}";

  @Nested
  class GivenAClientThatGoesAway {
    @Test
    void whenItWaitsForTheAnswer_thenTheBackendIsToldToCancel() throws InterruptedException {
      for (BackendLine line :
          List.of(
              BackendLine.STATEFUL_STDIO,
              BackendLine.STATEFUL_HTTP_JSON,
              BackendLine.STATEFUL_SSE)) {
        for (String capabilities : List.of(CAPABLE, "{}")) {
          AskingBackend backend = new AskingBackend(line);
          try (ScriptedGateway gateway = ScriptedGateway.before(line, backend.server())) {
            ScriptedClient client = gateway.client();
            String name = line.label() + "__" + AskingBackend.HANG;
            Running<ClientAnswer> call =
                Running.start(
                    () -> RoundTrip.tool(client.stateless(capabilities), name, "{}").first());
            Message received = backend.server().awaitReceived(Methods.TOOLS_CALL);

            client.close();

            assertThat(call.failure()).isPresent();
            Message cancelled = backend.server().awaitReceived(Methods.CANCELLED);
            assertThat(cancelled.whole().at("params", "requestId"))
                .as("%s", line)
                .isEqualTo(received.whole().at("id"));
          }
        }
      }
    }
  }

  /** The gateway's own patience is minutes; here the clock is the test's. */
  @Nested
  class GivenAClientThatDoesNotComeBack {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Message.Request REQUEST =
        Message.Request.of(new RequestId.Num(1), Methods.TOOLS_CALL, Json.of("{\"name\":\"t\"}"));

    private final FakeTime time = new FakeTime();
    private final TestTasks tasks = new TestTasks(time);
    private final Parking parking =
        new Parking(new StateSeal(new byte[32]), tasks, time, new Parking.Bounds(2, 2, PATIENCE));
    private final Fingerprint fingerprint = Fingerprint.of("alice", "one", REQUEST);
    private final Received<String> heard = new Received<>();

    @AfterEach
    void end() {
      parking.close();
      tasks.close();
      assertThat(tasks.failures()).isEmpty();
    }

    @Test
    void whenItsTimeIsUp_thenTheBackendHearsNoAndTheCallIsCancelled() throws InterruptedException {
      Json asked = start();

      time.advance(Duration.ofMinutes(1));

      heard.await("answer in the negative", "{\"action\":\"cancel\"}"::equals);
      heard.await("cancellation", "cancelled"::equals);
      assertThat(parking.size()).isZero();
      assertThat(resume(asked))
          .isInstanceOfSatisfying(
              Parked.Failed.class,
              failed ->
                  assertThat(failed.error())
                      .isInstanceOfSatisfying(
                          GatewayError.InvalidParams.class,
                          error -> assertThat(error.problem()).contains("expired")));
      assertThat(heard.all()).containsOnlyOnce("called");
    }

    @Test
    void whenItComesBackInTime_thenItsTimeBeginsAnew() throws InterruptedException {
      Json asked = start();
      time.advance(Duration.ofSeconds(59));

      Parked again = resume(asked, "{}");
      time.advance(Duration.ofSeconds(59));

      assertThat(again).isInstanceOf(Parked.NeedsInput.class);
      Json anew = ((Parked.NeedsInput) again).result();
      assertThat(resume(anew)).isInstanceOf(Parked.Answered.class);
      assertThat(parking.size()).isZero();
    }

    @Test
    void whenThereAreTooManyCalls_thenOneMoreIsRefusedUntilOneIsOver() throws InterruptedException {
      Json first = start();
      start();

      assertThat(begin())
          .isInstanceOfSatisfying(
              Parked.Failed.class,
              failed -> assertThat(failed.error()).isInstanceOf(GatewayError.Overloaded.class));
      assertThat(resume(first)).isInstanceOf(Parked.Answered.class);
      start();
    }

    @Test
    void whenTenThousandCallAtOnce_thenTheBoundsHoldAndTheTableEmpties()
        throws InterruptedException {
      Parking usual =
          new Parking(
              new StateSeal(new byte[32]), tasks, time, new Parking.Bounds(2_000, 1_000, PATIENCE));
      CountDownLatch cancelled = new CountDownLatch(2_000);
      List<Running<Parked>> calls = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        Fingerprint caller = Fingerprint.of("caller" + i % 3, "one", REQUEST);
        calls.add(
            Running.start(() ->
                usual.start(
                    caller,
                    Json.of(CAPABLE),
                    REQUEST,
                    _ -> {},
                    (asked, _) -> askAndHang(asked, cancelled))));
      }
      int parked = 0;
      for (Running<Parked> call : calls) {
        switch (call.result()) {
          case Parked.NeedsInput _ -> parked++;
          case Parked.Failed(GatewayError.Overloaded(int status, String limit, _, _)) -> {
            assertThat(status).isEqualTo(503);
            assertThat(limit).isEqualTo("parkedCalls");
          }
          case Parked other -> throw new AssertionError(other);
        }
      }

      assertThat(parked).isEqualTo(2_000);
      assertThat(usual.size()).isEqualTo(2_000);
      time.advance(PATIENCE);

      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(usual.size()).isZero();
      assertThat(time.waiting()).isZero();
      usual.close();
    }

    private static Message.Response askAndHang(Respondent asked, CountDownLatch cancelled)
        throws InterruptedException {
      Message.Request question =
          Message.Request.of(
              new RequestId.Num(7), AskingBackend.ELICIT, Json.of("{\"message\":\"m\"}"));
      try {
        assertThat(asked.respond(question).whole().at("result"))
            .hasToString("{\"action\":\"cancel\"}");
        new CountDownLatch(1).await();
        throw new AssertionError("not reached");
      } catch (InterruptedException e) {
        cancelled.countDown();
        throw e;
      }
    }

    private Json start() throws InterruptedException {
      Parked parked = begin();
      assertThat(parked).isInstanceOf(Parked.NeedsInput.class);
      return ((Parked.NeedsInput) parked).result();
    }

    private Parked begin() throws InterruptedException {
      return parking.start(
          fingerprint, Json.of(CAPABLE), REQUEST, _ -> {}, (respondent, _) -> work(respondent));
    }

    private Message.Response work(Respondent respondent) throws InterruptedException {
      heard.add("called");
      Message.Request question =
          Message.Request.of(
              new RequestId.Num(7), AskingBackend.ELICIT, Json.of("{\"message\":\"m\"}"));
      try {
        Message.Response answer = respondent.respond(question);
        heard.add(String.valueOf(answer.whole().at("result")));
        if ("{\"action\":\"cancel\"}".equals(heard.all().getLast())) {
          new CountDownLatch(1).await();
        }
        return Message.Success.of(REQUEST.id(), Json.EMPTY_OBJECT);
      } catch (InterruptedException e) {
        heard.add("cancelled");
        throw e;
      }
    }

    private Parked resume(Json asked) throws InterruptedException {
      return resume(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED));
    }

    private Parked resume(Json asked, String responses) throws InterruptedException {
      String state = Objects.requireNonNull(asked.text("requestState"));
      Optional<Parked> resumed =
          parking.resume(fingerprint, REQUEST, Json.of(responses), state, _ -> {});
      return resumed.orElseThrow();
    }
  }
}
