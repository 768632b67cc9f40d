package io.onemcp.core.runtime;

import io.onemcp.core.GatewayException;

/** A state file cannot be read or kept; the message names it and, where one exists, the remedy. */
public final class StateFileException extends GatewayException {
  private static final long serialVersionUID = 1L;

  public StateFileException(String message) {
    super(message);
  }

  public StateFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
