package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SupervisionTest {
  private static final Duration RETURN_WAIT = Duration.ofSeconds(2);
  private static final Duration PING = Duration.ofSeconds(30);
  private static final SupervisionConfig.Liveness LIVENESS = SupervisionConfig.DEFAULT.liveness();

  private final OneBackend one = new OneBackend();
  private final FakeServer server = FakeServer.stateful("{\"tools\":{}}").offeringTools("t");
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenABackendThatIsAboutToComeBack {
    @Test
    void whenCalledMeanwhile_thenTheCallWaitsForIt() throws InterruptedException {
      Backend backend = ready(RETURN_WAIT, Duration.ZERO);
      server.connection().breakDown("gone");
      one.world.awaitState("b", "restarting");

      callAside(backend, Call.of("x", Json.EMPTY_OBJECT));
      one.world.time.awaitTimer(RETURN_WAIT);
      one.world.time.turn(Duration.ofSeconds(1));

      assertThat(Waiting.next(ends)).isEqualTo("{\"a\":1}");
      one.world.awaitState("b", "ready");
    }

    @Test
    void whenItTakesTooLong_thenTheCallIsRefusedAndSaysWhy() throws InterruptedException {
      Backend backend = ready(RETURN_WAIT, Duration.ZERO);
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.INITIALIZE, (_, _) -> OneBackend.waitForever(asked));
      server.connection().breakDown("gone");
      one.world.awaitState("b", "restarting");
      one.world.time.turn(Duration.ofSeconds(1));
      Waiting.until(asked);

      callAside(backend, Call.of("x", Json.EMPTY_OBJECT));
      one.world.time.awaitTimer(RETURN_WAIT);
      one.world.time.turn(RETURN_WAIT);

      assertThat(Waiting.next(ends)).isEqualTo("BackendUnavailableException: connecting");
    }

    @Test
    void whenItIsGivenUp_thenTheCallIsRefusedAtOnce() throws InterruptedException {
      Backend backend = ready(RETURN_WAIT, Duration.ZERO);

      backend.order(new ConnectionSignal.Disable("not now"));
      one.world.awaitState("b", "disabled");

      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> backend.call(Call.of("x", Json.EMPTY_OBJECT)))
          .withMessage("not now");
    }
  }

  @Nested
  class GivenARequestThatFailsOnTheWay {
    private final AtomicInteger arrivals = new AtomicInteger();

    @Test
    void whenItNeverLeft_thenItIsSentOnceMore() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      failing(1, new BackendUnreachableException("refused"));

      assertThat(OneBackend.call(backend, "x")).isInstanceOf(Success.class);
      assertThat(arrivals).hasValue(2);
    }

    @Test
    void whenItNeverLeavesAtAll_thenTheSecondRefusalCounts() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      failing(9, new BackendUnreachableException("refused"));

      assertThatExceptionOfType(BackendUnreachableException.class)
          .isThrownBy(() -> OneBackend.call(backend, "x"));
      assertThat(arrivals).hasValue(2);
    }

    @Test
    void whenItMayHaveBeenCarriedOut_thenItIsNotSentAgain() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      failing(1, new BackendLostException("cut"));

      assertThatExceptionOfType(BackendLostException.class)
          .isThrownBy(() -> OneBackend.call(backend, "x"));
      assertThat(arrivals).hasValue(1);
    }

    @Test
    void whenTwiceDoesNoHarm_thenItIsSentOnceMore() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      failing(1, new BackendLostException("cut"));

      assertThat(backend.call(repeatable())).isInstanceOf(Success.class);
      assertThat(arrivals).hasValue(2);
    }

    @Test
    void whenTheRepetitionCannotBeSent_thenTheFirstOneMayStillHaveBeenCarriedOut()
        throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      server.on(
          "x",
          (_, _) -> {
            throw arrivals.incrementAndGet() == 1
                ? new BackendLostException("cut")
                : new BackendUnreachableException("refused");
          });

      assertThatExceptionOfType(BackendLostException.class)
          .isThrownBy(() -> backend.call(repeatable()))
          .withMessage("cut");
    }

    @Test
    void whenManyFailInARow_thenOthersAreRefusedUntilOneGoesThrough() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      failing(5, new BackendLostException("cut"));
      for (int i = 0; i < 5; i++) {
        assertThatExceptionOfType(BackendLostException.class)
            .isThrownBy(() -> OneBackend.call(backend, "x"));
      }
      assertThat(backend.circuit().label()).isEqualTo("open");

      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> OneBackend.call(backend, "x"))
          .satisfies(refused -> assertThat(refused.retryIn()).contains(Duration.ofSeconds(2)));
      assertThat(arrivals).hasValue(5);
      one.world.time.turn(Duration.ofSeconds(2));

      assertThat(OneBackend.call(backend, "x")).isInstanceOf(Success.class);
      assertThat(backend.circuit()).isEqualTo(Circuit.unused());
      assertThat(nextCircuit()).isEqualTo("open");
      assertThat(nextCircuit()).isEqualTo("half-open");
      assertThat(nextCircuit()).isEqualTo("closed");
    }

    @Test
    void whenUsedConnectionsEnd_thenThatIsNotHeldAgainstTheBackend() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      failing(20, BackendLostException.withUsedConnection("ended", new EOFException("ended")));
      for (int i = 0; i < 20; i++) {
        assertThatExceptionOfType(BackendLostException.class)
            .isThrownBy(() -> OneBackend.call(backend, "x"));
      }

      assertThat(backend.circuit()).isEqualTo(Circuit.unused());
    }

    @Test
    void whenToolsAnswerWithErrors_thenThatIsNoFaultOfTheConnection() throws InterruptedException {
      Backend backend = ready(Duration.ZERO, Duration.ZERO);
      for (int i = 0; i < 20; i++) {
        OneBackend.call(backend, "unknown/method");
      }

      assertThat(backend.circuit()).isEqualTo(Circuit.unused());
    }

    private String nextCircuit() throws InterruptedException {
      while (true) {
        if (Waiting.next(one.world.happened) instanceof BackendEvent.CircuitChanged changed) {
          return changed.to().label();
        }
      }
    }

    private void failing(int times, RuntimeException failure) {
      server.on(
          "x",
          (request, _) -> {
            if (arrivals.incrementAndGet() <= times) {
              throw failure;
            }
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
    }

    private Call repeatable() {
      Call call = Call.of("x", Json.EMPTY_OBJECT);
      return new Call(
          call.request(),
          call.patch(),
          "",
          call.parameterHeaders(),
          false,
          false,
          true,
          call.interim(),
          call.respondent());
    }
  }

  @Nested
  class GivenABackendThatIsSilent {
    @Test
    void whenItAnswersQuestions_thenItIsLeftAlone() throws InterruptedException {
      server.answering(Methods.PING, Json.EMPTY_OBJECT);
      ready(Duration.ZERO, PING);

      for (int i = 0; i < 5; i++) {
        one.world.time.awaitTimer(PING);
        one.world.time.turn(PING);
        server.next(Methods.PING);
      }
      one.world.time.awaitTimer(PING);

      assertThat(server.connection().closed.getCount()).isOne();
    }

    @Test
    void whenItMissesOne_thenThatIsNoOutage() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.PING, (_, _) -> OneBackend.waitForever(asked));
      ready(Duration.ZERO, PING);
      one.world.time.awaitTimer(PING);
      one.world.time.turn(PING);
      Waiting.until(asked);
      server.answering(Methods.PING, Json.EMPTY_OBJECT);

      one.world.time.turn(LIVENESS.timeout());

      one.world.time.awaitTimer(Duration.ZERO);
      one.world.time.turn(Duration.ZERO);
      one.world.time.awaitTimer(PING);
      assertThat(server.connection().closed.getCount()).isOne();
    }

    @Test
    void whenItMissesSeveralInARow_thenItIsConnectedAnew() throws InterruptedException {
      server.on(Methods.PING, (_, _) -> OneBackend.waitForever(new CountDownLatch(1)));
      ready(Duration.ZERO, PING);
      one.world.time.awaitTimer(PING);
      one.world.time.turn(PING);
      for (int miss = 1; miss <= LIVENESS.misses(); miss++) {
        server.next(Methods.PING);
        one.world.time.awaitTimer(LIVENESS.timeout());
        one.world.time.turn(LIVENESS.timeout());
        if (miss < LIVENESS.misses()) {
          one.world.time.awaitTimer(Duration.ZERO);
          one.world.time.turn(Duration.ZERO);
        }
      }

      assertThat(one.world.awaitState("b", "restarting").cause())
          .isEqualTo("no sign of life: 3 questions in a row were not answered within 5000 ms");
      one.world.time.turn(Duration.ofSeconds(1));
      one.world.awaitState("b", "ready");
    }

    @Test
    void whenAnythingComesFromIt_thenItIsNotAsked() throws InterruptedException {
      ready(Duration.ZERO, PING);
      one.world.time.awaitTimer(PING);
      server.connection().notify("notifications/odd", "{}");
      Waiting.next(one.notes);

      one.world.time.turn(PING);

      one.world.time.awaitTimer(PING);
      assertThat(server.got).noneMatch(got -> got.method().equals(Methods.PING));
    }

    @Test
    void whenACallIsUnderWay_thenItMayBeTooBusyToAnswer() throws InterruptedException {
      CountDownLatch busy = new CountDownLatch(1);
      server.on("slow", (_, _) -> OneBackend.waitForever(busy));
      Backend backend = ready(Duration.ZERO, PING);
      callAside(backend, Call.of("slow", Json.EMPTY_OBJECT));
      Waiting.until(busy);
      one.world.time.awaitTimer(PING);

      one.world.time.turn(PING);

      one.world.time.awaitTimer(PING);
      assertThat(server.got).noneMatch(got -> got.method().equals(Methods.PING));
    }

    @Test
    void whenACallHasHadAllItsTime_thenItIsAskedThoughOthersAreUnderWay()
        throws InterruptedException {
      CountDownLatch busy = new CountDownLatch(2);
      server.on("slow", (_, _) -> OneBackend.waitForever(busy));
      server.answering(Methods.PING, Json.EMPTY_OBJECT);
      Backend backend = ready(Duration.ZERO, PING);
      callAside(backend, Call.of("slow", Json.EMPTY_OBJECT));
      one.world.tasks.start(
          "own",
          () -> {
            try {
              ends.add(String.valueOf(backend.request("slow", Json.EMPTY_OBJECT)));
            } catch (InterruptedException | BackendLostException e) {
              ends.add(String.valueOf(e.getMessage()));
            }
          });
      Waiting.until(busy);

      one.world.time.turn(backend.definition().requestTimeout());
      assertThat(Waiting.next(ends)).contains("in time");
      one.world.time.turn(Duration.ZERO);

      server.next(Methods.PING);
    }

    @Test
    void whenItIsStateless_thenItIsAskedToDescribeItself() throws InterruptedException {
      FakeServer fresh = FakeServer.stateless("{\"tools\":{}}").offeringTools("t");
      one.world.connector.with("b", fresh);
      start(Duration.ZERO, PING);
      one.world.awaitState("b", "ready");
      fresh.next(Methods.DISCOVER);
      one.world.time.awaitTimer(PING);

      one.world.time.turn(PING);

      fresh.next(Methods.DISCOVER);
    }
  }

  private Backend ready(Duration returnWait, Duration ping) throws InterruptedException {
    server.answering("x", Json.of("{\"a\":1}"));
    one.world.connector.with("b", server);
    Backend backend = start(returnWait, ping);
    one.world.awaitState("b", "ready");
    return backend;
  }

  private Backend start(Duration returnWait, Duration ping) {
    GatewayConfig rules = World.RULES.withSupervision(World.supervision(returnWait, ping));
    Backends backends = one.world.backends(one, rules, World.backend("b"));
    backends.start();
    return World.find(backends, "b");
  }

  private void callAside(Backend backend, Call call) {
    one.world.tasks.start(
        "call",
        () -> {
          try {
            ends.add(((Success) backend.call(call)).result().toString());
          } catch (BackendUnavailableException e) {
            ends.add(e.getClass().getSimpleName() + ": " + e.getMessage());
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
