package io.onemcp.core.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Bounded waits. */
public final class Waiting {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Waiting() {}

  /** Takes the next element of a queue. */
  public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("what was to arrive in a queue").isNotNull();
    return Objects.requireNonNull(next);
  }

  /** Waits for a latch. */
  public static void until(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("latch").isTrue();
  }
}
