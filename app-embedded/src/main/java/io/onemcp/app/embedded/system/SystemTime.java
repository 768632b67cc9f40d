package io.onemcp.app.embedded.system;

import io.onemcp.core.runtime.TimeSource;
import java.time.Instant;

/** The clock of the machine. */
public final class SystemTime implements TimeSource {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
