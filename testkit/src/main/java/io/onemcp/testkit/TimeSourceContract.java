package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.TimeSource;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link TimeSource} promises. */
public interface TimeSourceContract {
  /** Returns the clock under test. */
  TimeSource time();

  /** Lets a little time pass, however the clock under test does that. */
  void pass();

  @Test
  default void whenTimePasses_thenBothReadingsMoveForward() {
    TimeSource time = time();
    Instant before = time.now();
    long nanosBefore = time.nanos();

    pass();

    assertThat(time.now()).isAfter(before);
    assertThat(time.nanos()).isGreaterThan(nanosBefore);
  }

  @Test
  default void whenReadOften_thenNanosNeverGoBack() {
    TimeSource time = time();
    long last = time.nanos();

    for (int i = 0; i < 1_000; i++) {
      long next = time.nanos();
      assertThat(next).isGreaterThanOrEqualTo(last);
      last = next;
    }
  }
}
