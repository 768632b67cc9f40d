package io.onemcp.core.backend;

import java.time.Duration;

/**
 * When to try again.
 *
 * @param attempts failed dials in a row before giving up
 * @param base longest pause before the second attempt; doubles from there
 * @param cap longest pause at all
 * @param stable a connection that lived so long makes the count begin anew
 */
public record RestartPolicy(int attempts, Duration base, Duration cap, Duration stable) {
  public static final RestartPolicy DEFAULT =
      new RestartPolicy(10, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private static final int MAX_DOUBLINGS = 16;

  /** Returns the pause before an attempt, with full jitter: {@code chance} is from 0 to 1. */
  Duration pause(int attempt, double chance) {
    long longest =
        Math.min(cap.toMillis(), base.toMillis() << Math.clamp(attempt - 2, 0, MAX_DOUBLINGS));
    return Duration.ofMillis((long) (longest * chance));
  }
}
