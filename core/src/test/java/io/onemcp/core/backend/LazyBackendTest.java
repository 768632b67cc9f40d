package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.config.Upkeep;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LazyBackendTest {
  private static final Duration IDLE = Duration.ofMinutes(3);

  private final OneBackend one = new OneBackend();
  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{}}").offeringTools("t").answering("x", Json.of("{}"));
  private final AtomicBoolean demand = new AtomicBoolean();

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenNobodyKnowsWhatItOffers {
    @Test
    void whenStarted_thenItsListsAreReadAndItRestsWhenUnused() throws InterruptedException {
      Backend backend = start();
      one.world.awaitState("b", "ready");
      assertThat(OneBackend.tools(backend)).containsExactly("t");

      pass(IDLE);

      assertThat(one.world.awaitState("b", "idle").cause()).isEqualTo("unused for 180 s");
      Waiting.until(server.connection().closed);
      assertThat(OneBackend.tools(backend)).containsExactly("t");
      one.world.time.turn(Duration.ofDays(1));
      assertThat(OneBackend.tools(backend)).containsExactly("t");
    }
  }

  @Nested
  class GivenItRests {
    @Test
    void whenCalled_thenItIsConnectedAndTheCallWaitsForIt() throws InterruptedException {
      Backend backend = resting();

      assertThat(OneBackend.call(backend, "x")).isInstanceOf(Success.class);

      assertThat(backend.state().label()).isEqualTo("ready");
      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenManyCallAtOnce_thenItIsConnectedOnce() throws InterruptedException {
      Backend backend = resting();
      BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
      server.on("x", (request, _) -> Success.of(request.id(), Json.EMPTY_OBJECT));
      for (int i = 0; i < 2; i++) {
        one.world.tasks.start("call", () -> ends.add(OneBackend.call(backend, "x")));
      }

      assertThat(Waiting.next(ends)).isInstanceOf(Success.class);
      assertThat(Waiting.next(ends)).isInstanceOf(Success.class);
      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenItCannotBeConnected_thenTheCallHearsWhy() throws InterruptedException {
      Backend backend = resting();
      one.world.connector.with(
          "b",
          (_, _) -> {
            throw new BackendUnreachableException("no such command");
          });

      try {
        OneBackend.call(backend, "x");
        throw new AssertionError("expected: a refusal");
      } catch (BackendUnavailableException e) {
        assertThat(e).hasMessageContaining("no such command");
      }
    }

    private Backend resting() throws InterruptedException {
      Backend backend = start();
      one.world.awaitState("b", "ready");
      pass(IDLE);
      one.world.awaitState("b", "idle");
      return backend;
    }
  }

  @Nested
  class GivenItIsInUse {
    @Test
    void whenACallIsUnderWay_thenItDoesNotRest() throws InterruptedException {
      Backend backend = start();
      one.world.awaitState("b", "ready");
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      server.on(
          "slow",
          (request, _) -> {
            asked.countDown();
            go.await();
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
      BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
      one.world.tasks.start("call", () -> ends.add(OneBackend.call(backend, "slow")));
      Waiting.until(asked);

      pass(IDLE);
      one.world.time.awaitTimer(IDLE);
      go.countDown();

      assertThat(Waiting.next(ends)).isInstanceOf(Success.class);
      assertThat(server.connections).hasSize(1);
      pass(IDLE);
      one.world.awaitState("b", "idle");
    }

    @Test
    void whenItWasUsedNotLongAgo_thenItRestsThatMuchLater() throws InterruptedException {
      Backend backend = start();
      one.world.awaitState("b", "ready");
      one.world.time.awaitTimer(IDLE);
      one.world.time.turn(Duration.ofMinutes(1));
      OneBackend.call(backend, "x");

      one.world.time.turn(Duration.ofMinutes(2));
      pass(Duration.ofMinutes(1));

      one.world.awaitState("b", "idle");
    }

    @Test
    void whenSomebodyNeedsItsConnection_thenItDoesNotRest() throws InterruptedException {
      demand.set(true);
      start();
      one.world.awaitState("b", "ready");

      pass(IDLE);
      one.world.time.awaitTimer(IDLE);
      demand.set(false);
      pass(IDLE);

      one.world.awaitState("b", "idle");
      assertThat(server.connections).hasSize(1);
    }
  }

  @Nested
  class GivenItIsRestartedByHand {
    @Test
    void whenItWasGivenUp_thenItIsConnectedAnew() throws InterruptedException {
      server.answering("x", Json.EMPTY_OBJECT);
      one.world.connector.with("b", server);
      BackendDefinition mortal =
          World.backend("b")
              .kept(
                  upkeep(LoadingMode.ASYNC, new Upkeep.Restarts(false, 0, Duration.ofSeconds(1))));
      Backends backends = one.world.backends(one, mortal);
      backends.start();
      one.world.awaitState("b", "ready");
      server.connection().breakDown("exit 1");
      assertThat(one.world.awaitState("b", "crash-looped").cause()).isEqualTo("exit 1");

      assertThat(backends.restart(new BackendName("b"), "by hand")).isTrue();

      one.world.awaitState("b", "ready");
      assertThat(backends.restart(new BackendName("unknown"), "by hand")).isFalse();
    }
  }

  /** Waits until somebody waits for so long, and lets that time pass. */
  private void pass(Duration span) throws InterruptedException {
    one.world.time.awaitTimer(span);
    one.world.time.turn(span);
  }

  private Backend start() {
    one.world.connector.with("b", server);
    BackendDefinition lazy =
        World.backend("b").kept(upkeep(LoadingMode.LAZY, Upkeep.Restarts.DEFAULT));
    Backends backends = one.world.backends(one, lazy);
    backends.heed(name -> name.value().equals("b") && demand.get());
    backends.start();
    return World.find(backends, "b");
  }

  private static Upkeep upkeep(LoadingMode mode, Upkeep.Restarts restarts) {
    return new Upkeep(
        Optional.of(mode), Optional.of(IDLE), restarts, false, World.backend("b").upkeep().share());
  }
}
