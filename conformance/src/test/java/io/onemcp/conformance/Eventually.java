package io.onemcp.conformance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at what another process changes until it is as wanted: such a change wakes nobody here. */
public final class Eventually {
  private static final long LOOK_EVERY_MILLIS = 50;

  private Eventually() {}

  /** Returns what was seen as soon as it is as wanted; fails with what was seen last. */
  public static <T> T see(Supplier<T> look, Predicate<T> wanted, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    T seen = look.get();
    while (!wanted.test(seen)) {
      if (System.nanoTime() > deadline || interruptedPause()) {
        throw new AssertionError("not as wanted within " + within + ": " + seen);
      }
      seen = look.get();
    }
    return seen;
  }

  private static boolean interruptedPause() {
    try {
      return new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
