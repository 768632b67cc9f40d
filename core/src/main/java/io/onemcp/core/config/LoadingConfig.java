package io.onemcp.core.config;

import java.time.Duration;

/**
 * When backends are connected, and what clients see of those that are still starting.
 *
 * @param mode for every backend whose definition does not say otherwise
 * @param listWait longest time that a client's first list waits for backends that may still appear
 *     in it; zero for never
 * @param deadline longest time that a synchronous start takes; backends that are late come in later
 * @param idle a lazy backend that nobody has used for so long is closed until it is needed again
 */
public record LoadingConfig(LoadingMode mode, Duration listWait, Duration deadline, Duration idle) {
  /** A start that takes no longer than people expect of one. */
  public static final LoadingConfig DEFAULT =
      new LoadingConfig(
          LoadingMode.ASYNC, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5));

  public LoadingConfig {
    if (listWait.isNegative()) {
      throw new IllegalArgumentException("wait: " + listWait + " (expected: zero or more)");
    }
  }
}
