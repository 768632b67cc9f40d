package io.onemcp.core.config;

import java.time.Duration;

/**
 * How all backends are watched over.
 *
 * @param maxRestartDelay longest pause before an attempt to connect again
 * @param stableAfter a connection that lived so long makes the count of attempts begin anew
 * @param grace how long the capabilities of a backend that is gone stay listed
 * @param returnWait longest time that a request waits for a backend that is about to come back;
 *     zero for not at all
 * @param liveness how it is found out that a connected backend does not answer
 * @param breaker when a connected backend is left alone for a while
 */
public record SupervisionConfig(
    Duration maxRestartDelay,
    Duration stableAfter,
    Duration grace,
    Duration returnWait,
    Liveness liveness,
    Breaker breaker) {
  public static final SupervisionConfig DEFAULT =
      new SupervisionConfig(
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(2),
          new Liveness(Duration.ofSeconds(30), Duration.ofSeconds(5), 3),
          new Breaker(5, Duration.ofSeconds(2)));

  /**
   * When a backend counts as gone though its connection stands.
   *
   * @param interval how long it may be silent before it is asked; zero for never
   * @param timeout how long it may take to answer
   * @param misses answers in a row that must fail to come
   */
  public record Liveness(Duration interval, Duration timeout, int misses) {
    public Liveness {
      if (misses < 1) {
        throw new IllegalArgumentException("misses: " + misses + " (expected: at least 1)");
      }
    }
  }

  /**
   * When requests to a backend are refused without asking it.
   *
   * @param failures requests in a row that failed on the way; zero for never
   * @param pause how long until one is let through again, to see
   */
  public record Breaker(int failures, Duration pause) {}
}
