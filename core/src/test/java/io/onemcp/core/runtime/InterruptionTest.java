package io.onemcp.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.RealTasks;
import io.onemcp.core.fake.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final HandTime time = new HandTime();
  private final RealTasks tasks = new RealTasks(time);

  @AfterEach
  void close() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Nested
  class GivenWorkThatWaits {
    @Test
    void whenStruck_thenTheWaitEndsAndNothingIsLeftOfIt() {
      Interruption interruption = new Interruption();
      tasks.start("strike", interruption::strike);

      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> {
            try (interruption) {
              new CountDownLatch(1).await();
            }
          });

      assertThat(interruption.struck()).isTrue();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Nested
  class GivenWorkThatDoesNotNotice {
    @Test
    void whenItIsOver_thenTheInterruptIsTakenBack() {
      Interruption interruption = new Interruption();
      interruption.strike();
      interruption.close();

      assertThat(interruption.struck()).isTrue();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Nested
  class GivenADeadlineWithinAnother {
    @Test
    void whenTheInnerOneTakesTheInterruptOfBoth_thenTheOuterOneInsists() {
      try (Deadline outer = Deadline.arm(tasks, Duration.ofSeconds(2))) {
        try (Deadline inner = Deadline.arm(tasks, Duration.ofSeconds(1))) {
          time.turn(Duration.ofSeconds(2));
          assertThat(inner.expired()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        time.turn(Duration.ofSeconds(2));

        assertThat(outer.expired()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
      }
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Nested
  class GivenWorkThatIsOver {
    @Test
    void whenStruck_thenNothingHappens() {
      Interruption interruption = new Interruption();
      interruption.close();
      interruption.close();

      interruption.strike();

      assertThat(interruption.struck()).isFalse();
      assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whenSomebodyElseInterrupted_thenThatStays() {
      Interruption interruption = new Interruption();
      Thread.currentThread().interrupt();
      interruption.close();

      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Nested
  class GivenStrikesAtTheVeryEnd {
    @Test
    void whenTheyRaceWithIt_thenNoInterruptLeaksIntoLaterWork() throws Exception {
      for (int round = 0; round < 3_000; round++) {
        CyclicBarrier start = new CyclicBarrier(3);
        AtomicReference<Interruption> current = new AtomicReference<>();
        CountDownLatch struck = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
          tasks.start(
              "strike",
              () -> {
                meet(start);
                Interruption interruption = current.get();
                if (interruption != null) {
                  interruption.strike();
                }
                struck.countDown();
              });
        }
        Interruption interruption = new Interruption();
        current.set(interruption);
        meet(start);
        interruption.close();

        assertThat(Thread.interrupted()).isFalse();
        Waiting.until(struck);
        assertThat(Thread.interrupted()).isFalse();
      }
    }

    private static void meet(CyclicBarrier barrier) {
      try {
        barrier.await();
      } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  class GivenADeadline {
    @Test
    void whenTimeRunsOut_thenTheWaitEnds() {
      Deadline deadline = Deadline.arm(tasks, Duration.ofSeconds(5));
      tasks.start("clock", () -> time.turn(Duration.ofSeconds(5)));

      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> {
            try (deadline) {
              new CountDownLatch(1).await();
            }
          });

      assertThat(deadline.expired()).isTrue();
      assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whenTheWorkIsOverBefore_thenItIsDisarmed() {
      Deadline deadline = Deadline.arm(tasks, Duration.ofSeconds(5));
      time.turn(Duration.ofSeconds(4));
      deadline.close();

      assertThat(time.waiting()).isEmpty();
      time.turn(Duration.ofSeconds(9));
      assertThat(deadline.expired()).isFalse();
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
