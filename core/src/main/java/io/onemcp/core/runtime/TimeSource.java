package io.onemcp.core.runtime;

import io.onemcp.core.OutboundPort;
import java.time.Instant;

/** The clock. Safe for use by many threads. */
@OutboundPort
public interface TimeSource {
  /** Returns the time of day. */
  Instant now();

  /** Returns nanoseconds since some fixed point; never goes back. */
  long nanos();
}
