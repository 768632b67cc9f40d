package io.onemcp.core.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * How long a child process is given to end in each phase (MCP 2025-11-25, lifecycle, shutdown).
 *
 * @param afterEndOfInput from the end of its standard input to the first signal, TERM
 * @param afterTerm from TERM to KILL
 */
public record StopTimes(Duration afterEndOfInput, Duration afterTerm) {
  /** What a program is given that says nothing else. */
  public static final StopTimes DEFAULT =
      new StopTimes(Duration.ofSeconds(10), Duration.ofSeconds(9));

  /** What stopping a container takes: whoever kills the program that speaks for it loses it. */
  public static final StopTimes CONTAINER =
      new StopTimes(Duration.ofSeconds(10), Duration.ofSeconds(30));

  private static final Set<String> CONTAINER_RUNTIMES =
      Set.of("docker", "podman", "nerdctl", "finch", "container");

  public StopTimes {
    if (afterEndOfInput.isNegative() || afterTerm.isNegative()) {
      throw new IllegalArgumentException(
          "stop times: " + afterEndOfInput + ", " + afterTerm + " (expected: zero or more)");
    }
  }

  /** Returns what a program is given by default: more where it is a container runtime. */
  public static StopTimes of(String command) {
    String file = command.substring(command.replace('\\', '/').lastIndexOf('/') + 1);
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.(exe|cmd|bat)$", "");
    return CONTAINER_RUNTIMES.contains(name) ? CONTAINER : DEFAULT;
  }
}
