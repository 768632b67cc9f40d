package io.onemcp.core.config;

import java.time.Duration;

/**
 * What clients see of backends that are still starting.
 *
 * @param listWait longest time that a client's first list waits for backends that may still appear
 *     in it; zero for never
 */
public record LoadingConfig(Duration listWait) {
  /** A start that takes no longer than people expect of one. */
  public static final LoadingConfig DEFAULT = new LoadingConfig(Duration.ofSeconds(10));

  public LoadingConfig {
    if (listWait.isNegative()) {
      throw new IllegalArgumentException("wait: " + listWait + " (expected: zero or more)");
    }
  }
}
