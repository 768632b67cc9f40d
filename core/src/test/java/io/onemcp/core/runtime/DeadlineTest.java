package io.onemcp.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.RealTasks;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a deadline strikes that signs of life put off. */
final class DeadlineTest {
  private final HandTime time = new HandTime();
  private final RealTasks tasks = new RealTasks(time);

  @AfterEach
  void end() {
    tasks.close();
    assertThat(Thread.interrupted()).isFalse();
  }

  private void pass(int seconds) {
    time.turn(Duration.ofSeconds(seconds));
  }

  @Nested
  final class GivenALimitThatIsNoMultipleOfTheSilence {
    /** Arms one for the thread of the test, which is not that which makes its fields. */
    private Deadline arm() {
      return Deadline.arm(tasks, Duration.ofSeconds(10), Duration.ofSeconds(25));
    }

    @Test
    void whenNothingIsHeard_thenItStrikesAfterTheSilence() {
      Deadline deadline = arm();
      pass(9);
      assertThat(deadline.expired()).isFalse();
      pass(1);
      assertThat(deadline.expired()).isTrue();
      deadline.close();
    }

    @Test
    void whenThereAreSignsOfLife_thenItStrikesAtTheLimit() {
      Deadline deadline = arm();
      for (int i = 0; i < 24; i++) {
        deadline.signOfLife();
        pass(1);
      }
      assertThat(deadline.expired()).isFalse();
      deadline.signOfLife();
      pass(1);
      assertThat(deadline.expired()).isTrue();
      deadline.close();
    }

    @Test
    void whenItIsHeld_thenItStrikesAtTheLimitAllTheSame() {
      Deadline deadline = arm();
      deadline.hold();
      pass(24);
      assertThat(deadline.expired()).isFalse();
      pass(1);
      assertThat(deadline.expired()).isTrue();
      deadline.close();
    }

    @Test
    void whenItIsClosed_thenNothingWaitsAnyMore() {
      Deadline deadline = arm();
      deadline.close();

      assertThat(time.waiting()).isEmpty();
      pass(100);
      assertThat(deadline.expired()).isFalse();
    }
  }

  @Nested
  final class GivenNoLimitBeyondTheSilence {

    @Test
    void whenThereAreSignsOfLife_thenItGoesOn() {
      Deadline deadline = Deadline.arm(tasks, Duration.ofSeconds(10));
      for (int i = 0; i < 10; i++) {
        deadline.signOfLife();
        pass(10);
      }
      assertThat(deadline.expired()).isFalse();
      pass(10);
      assertThat(deadline.expired()).isTrue();
      deadline.close();
    }
  }
}
