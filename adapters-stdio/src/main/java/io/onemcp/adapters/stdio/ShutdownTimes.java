package io.onemcp.adapters.stdio;

import java.time.Duration;

/**
 * How long a child process is given to end in each phase (MCP 2025-11-25, lifecycle, shutdown).
 *
 * @param afterEndOfInput from the end of its standard input to the first signal, TERM
 * @param afterTerm from TERM to KILL
 * @param afterKill from KILL until it is given up
 */
public record ShutdownTimes(Duration afterEndOfInput, Duration afterTerm, Duration afterKill) {
  public static final ShutdownTimes DEFAULT =
      new ShutdownTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1));
}
