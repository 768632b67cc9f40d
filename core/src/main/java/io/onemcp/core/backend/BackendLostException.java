package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;

/** The connection broke with a message under way: it may have been carried out. */
public final class BackendLostException extends GatewayException {
  private static final long serialVersionUID = 1L;

  public BackendLostException(String reason) {
    super(reason);
  }

  public BackendLostException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
