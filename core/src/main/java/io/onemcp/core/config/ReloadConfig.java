package io.onemcp.core.config;

import java.time.Duration;

/**
 * What happens when the configuration changes while the gateway runs.
 *
 * @param enabled whether changes are looked for at all
 * @param debounce how long a changed file has to be quiet before it is read
 * @param drain longest time that calls get to finish at a backend that is changed or removed
 */
public record ReloadConfig(boolean enabled, Duration debounce, Duration drain) {
  /** Changes apply at once, and calls under way may take half a minute. */
  public static final ReloadConfig DEFAULT =
      new ReloadConfig(true, Duration.ofMillis(100), Duration.ofSeconds(30));

  public ReloadConfig {
    requireNotNegative("debounce", debounce);
    requireNotNegative("drain", drain);
  }

  /** Returns the same behaviour, with changes looked for or not. */
  public ReloadConfig enabled(boolean wanted) {
    return new ReloadConfig(wanted, debounce, drain);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: zero or more)");
    }
  }
}
