package io.onemcp.core.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one backend is kept, as far as its definition says so.
 *
 * @param loading when it is connected; empty for what the runtime says
 * @param idle how long a lazy one stays connected unused; empty for what the runtime says
 * @param restarts whether and how often it is connected again
 * @param retryIdempotent whether a call of a tool that calls itself idempotent may be sent again
 *     after it may have been carried out
 * @param share how much of it is used at a time
 */
public record Upkeep(
    Optional<LoadingMode> loading,
    Optional<Duration> idle,
    Restarts restarts,
    boolean retryIdempotent,
    Share share) {
  /** Restarted when it breaks; everything else as the runtime says. */
  public static final Upkeep DEFAULT =
      new Upkeep(Optional.empty(), Optional.empty(), Restarts.DEFAULT, false, Share.DEFAULT);

  /**
   * When a backend is connected again.
   *
   * @param onExit whether it is when its connection was lost
   * @param most attempts in a row, beyond the first, before it is given up
   * @param delay longest pause before the second attempt; doubles from there
   */
  public record Restarts(boolean onExit, int most, Duration delay) {
    public static final Restarts DEFAULT = new Restarts(true, 10, Duration.ofMillis(500));

    public Restarts {
      if (most < 0 || delay.isNegative() || delay.isZero()) {
        throw new IllegalArgumentException(
            "restarts: " + most + ", " + delay + " (expected: zero or more, more than zero)");
      }
    }
  }

  /**
   * How many requests a backend takes; empty for what the runtime says.
   *
   * @param inFlight most requests under way
   * @param queue most requests that wait for a free place
   * @param queueWait longest time that one waits
   */
  public record Share(OptionalInt inFlight, OptionalInt queue, Optional<Duration> queueWait) {
    public static final Share DEFAULT =
        new Share(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
  }
}
