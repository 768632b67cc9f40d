package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import java.time.Duration;

/** The backend has as many requests under way, and waiting, as it may have; nothing was sent. */
public final class BackendBusyException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final String limit;
  private final Duration retryIn;

  BackendBusyException(String limit, Duration retryIn) {
    super("too many requests under way: " + limit);
    this.limit = limit;
    this.retryIn = retryIn;
  }

  /** Returns the name of the limit, as configuration spells it. */
  public String limit() {
    return limit;
  }

  /** Returns when another attempt makes sense. */
  public Duration retryIn() {
    return retryIn;
  }
}
