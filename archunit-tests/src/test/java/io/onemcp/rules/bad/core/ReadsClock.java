package io.onemcp.rules.bad.core;

import java.time.Instant;

/** Breaks: clock and threads come through ports. */
public final class ReadsClock {
  private ReadsClock() {}

  static Instant read() {
    return Instant.now();
  }
}
