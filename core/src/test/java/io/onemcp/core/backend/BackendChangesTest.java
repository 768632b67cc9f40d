package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Methods;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BackendChangesTest {
  private static final Duration BOUND = Duration.ofSeconds(41);
  private static final long FIRST = HandTime.START.toEpochMilli();

  private final OneBackend one = new OneBackend();
  private final BackendChanges changes =
      new BackendChanges(one.world.events, one.world.tasks, one.world.time);
  private final BlockingQueue<Long> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  private void awaitAside(long known) {
    one.world.tasks.start(
        "wait",
        () -> {
          try {
            changes.await(known, BOUND);
            seen.add(changes.count());
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Nested
  class GivenSomebodyWhoWaits {
    @Test
    void whenABackendMoves_thenTheyGoOn() throws InterruptedException {
      CountDownLatch go = new CountDownLatch(1);
      one.start(
          FakeServer.stateful("{}")
              .on(
                  Methods.INITIALIZE,
                  (request, interim) -> {
                    Waiting.until(go);
                    return FakeServer.stateful("{}").answer(request, interim);
                  }));
      one.world.awaitState("b", "connecting");
      long known = FIRST;
      while (known == FIRST) {
        awaitAside(known);
        known = Waiting.next(seen);
      }
      awaitAside(known);
      one.world.time.awaitTimer(BOUND);

      go.countDown();

      assertThat(Waiting.next(seen)).isGreaterThan(known);
    }

    @Test
    void whenNothingHappens_thenTheyGoOnWhenTheTimeIsOver() throws InterruptedException {
      awaitAside(FIRST);
      one.world.time.awaitTimer(BOUND);

      one.world.time.turn(BOUND);

      assertThat(Waiting.next(seen)).isEqualTo(FIRST);
    }

    @Test
    void whenTheRuntimeEnds_thenTheyGoOn() throws InterruptedException {
      awaitAside(FIRST);
      one.world.time.awaitTimer(BOUND);

      changes.close();

      assertThat(Waiting.next(seen)).isEqualTo(FIRST);
    }

    @Test
    void whenTheCountIsOfAnEarlierLife_thenTheyGoOnAtOnce() throws InterruptedException {
      awaitAside(FIRST - 3);

      assertThat(Waiting.next(seen)).isEqualTo(FIRST);
    }
  }
}
