package io.onemcp.adapters.http.inbound;

import java.time.Duration;

/** Tells how a gateway is. Safe for use by many threads. */
public interface HealthReports {
  /** Returns how it is now. */
  HealthReport now();

  /** Returns in one word how it is now, which costs less: anybody may ask for it. */
  HealthReport.Overall overall();

  /**
   * Waits until {@link HealthReport#changes} is another number than this one, but no longer than
   * the bound, and returns how the gateway is then.
   */
  HealthReport after(long changes, Duration bound) throws InterruptedException;
}
