package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;

/** The connection broke with a message under way: it may have been carried out. */
public final class BackendLostException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final boolean conclusive;

  public BackendLostException(String reason) {
    super(reason);
    this.conclusive = true;
  }

  public BackendLostException(String reason, Throwable cause) {
    this(reason, cause, true);
  }

  private BackendLostException(String reason, Throwable cause, boolean conclusive) {
    super(reason, cause);
    this.conclusive = conclusive;
  }

  /**
   * Makes the exception for one of several connections, which had been of use before: servers end
   * such at any time, however well they are.
   */
  public static BackendLostException withUsedConnection(String reason, Throwable cause) {
    return new BackendLostException(reason, cause, false);
  }

  /** Returns whether it says anything about how the next request will end. */
  public boolean isConclusive() {
    return conclusive;
  }
}
