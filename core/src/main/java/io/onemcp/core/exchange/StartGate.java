package io.onemcp.core.exchange;

import io.onemcp.core.backend.Backends;
import java.time.Duration;

/**
 * Holds requests back, for a bounded time, while backends connect for the first time: a client that
 * asks at once would otherwise see an empty gateway.
 */
public final class StartGate {
  private final Backends backends;
  private final Duration bound;
  private volatile boolean open;

  /** Makes a gate that holds nobody longer than {@code bound}. */
  public StartGate(Backends backends, Duration bound) {
    this.backends = backends;
    this.bound = bound;
  }

  /**
   * Returns once every backend has an offer to show, was connected or failed, or the bound is over;
   * at once ever after.
   */
  public void pass() throws InterruptedException {
    if (!open) {
      backends.awaitOffers(bound);
      open = true;
    }
  }
}
