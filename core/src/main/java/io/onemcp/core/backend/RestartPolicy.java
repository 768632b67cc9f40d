package io.onemcp.core.backend;

import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.config.Upkeep.Restarts;
import java.time.Duration;

/**
 * When to try again.
 *
 * @param onLoss whether a connection that was lost is replaced
 * @param attempts failed dials in a row before giving up
 * @param base longest pause before the second attempt; doubles from there
 * @param cap longest pause at all
 * @param stable a connection that lived so long makes the count begin anew
 */
record RestartPolicy(boolean onLoss, int attempts, Duration base, Duration cap, Duration stable) {
  private static final int MAX_DOUBLINGS = 16;

  static RestartPolicy of(Restarts restarts, SupervisionConfig supervision) {
    return new RestartPolicy(
        restarts.onExit(),
        restarts.most() + 1,
        restarts.delay(),
        supervision.maxRestartDelay(),
        supervision.stableAfter());
  }

  /** Returns the pause before an attempt, with full jitter: {@code chance} is from 0 to 1. */
  Duration pause(int attempt, double chance) {
    long longest =
        Math.min(cap.toMillis(), base.toMillis() << Math.clamp(attempt - 2, 0, MAX_DOUBLINGS));
    return Duration.ofMillis((long) (longest * chance));
  }
}
