package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;

/**
 * The backend is not connected, or has as many requests under way as it may have; nothing was sent.
 */
public final class BackendUnavailableException extends GatewayException {
  private static final long serialVersionUID = 1L;

  BackendUnavailableException(String reason) {
    super(reason);
  }
}
