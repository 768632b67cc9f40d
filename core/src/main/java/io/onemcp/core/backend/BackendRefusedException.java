package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;

/** The peer answered over HTTP, but with a status and no JSON-RPC message. */
public final class BackendRefusedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public BackendRefusedException(int status, String reason) {
    super(reason);
    this.status = status;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }
}
