package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;

/**
 * Nothing of the message reached the backend, or was refused unread: it was certainly not carried
 * out.
 */
public final class BackendUnreachableException extends GatewayException {
  private static final long serialVersionUID = 1L;

  public BackendUnreachableException(String reason) {
    super(reason);
  }

  public BackendUnreachableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
