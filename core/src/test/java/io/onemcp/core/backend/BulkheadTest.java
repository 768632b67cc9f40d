package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.RealTasks;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HandTime time = new HandTime();
  private final RealTasks tasks = new RealTasks(time);
  private final Bulkhead bulkhead = new Bulkhead(new Bulkhead.Size(1, 2, PATIENCE), tasks);
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAllPlacesAreTaken {
    @Test
    void whenOneBecomesFree_thenWhoeverCameFirstHasIt() throws InterruptedException {
      bulkhead.enter();
      enter("first", 2);
      enter("second", 3);

      bulkhead.leave();

      assertThat(Waiting.next(ends)).isEqualTo("first is in");
      bulkhead.leave();
      assertThat(Waiting.next(ends)).isEqualTo("second is in");
      bulkhead.leave();
      assertThat(bulkhead.occupancy()).isZero();
      assertThat(time.waiting()).isEmpty();
    }

    @Test
    void whenTheQueueIsFull_thenOneMoreIsRefusedAtOnceWithTheLimitsName()
        throws InterruptedException {
      bulkhead.enter();
      enter("first", 2);
      enter("second", 3);

      assertThatExceptionOfType(BackendBusyException.class)
          .isThrownBy(bulkhead::enter)
          .satisfies(busy -> {
            assertThat(busy.limit()).isEqualTo("maxQueuePerBackend");
            assertThat(busy.retryIn()).isEqualTo(PATIENCE);
          });
    }

    @Test
    void whenNoneBecomesFreeInTime_thenThatLimitIsNamed() throws InterruptedException {
      bulkhead.enter();
      enter("late", 2);
      time.awaitTimer(PATIENCE);

      time.turn(PATIENCE);

      assertThat(Waiting.next(ends)).isEqualTo("late: queueWait");
      assertThat(bulkhead.occupancy()).isOne();
    }

    @Test
    void whenSomebodyGivesUp_thenNoPlaceIsLost() throws InterruptedException {
      bulkhead.enter();
      enter("impatient", 2).cancel();
      assertThat(Waiting.next(ends)).isEqualTo("impatient gave up");
      enter("patient", 2);

      bulkhead.leave();

      assertThat(Waiting.next(ends)).isEqualTo("patient is in");
    }
  }

  @Nested
  class GivenManyAtOnce {
    @Test
    void whenTheyComeAndGo_thenNeverMoreAreInThanThereArePlaces() throws InterruptedException {
      Bulkhead narrow = new Bulkhead(new Bulkhead.Size(3, 1_000, PATIENCE), tasks);
      BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
      List<Integer> inside = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 200; i++) {
        int me = i;
        tasks.start("visitor", () -> visit(narrow, inside, me, seen));
      }

      for (int i = 0; i < 200; i++) {
        assertThat(Waiting.next(seen)).isBetween(1, 3);
      }
    }

    private void visit(Bulkhead narrow, List<Integer> inside, int me, BlockingQueue<Integer> seen) {
      try {
        narrow.enter();
        inside.add(me);
        int count = inside.size();
        inside.remove(Integer.valueOf(me));
        narrow.leave();
        seen.add(count);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Enters on another thread, and waits until so many are in or in the queue. */
  private Tasks.Task enter(String who, int occupancy) {
    Tasks.Task entering =
        tasks.start(
            who,
            () -> {
              try {
                bulkhead.enter();
                ends.add(who + " is in");
              } catch (BackendBusyException e) {
                ends.add(who + ": " + e.limit());
              } catch (InterruptedException _) {
                ends.add(who + " gave up");
              }
            });
    while (bulkhead.occupancy() < occupancy) {
      Thread.onSpinWait();
    }
    return entering;
  }
}
