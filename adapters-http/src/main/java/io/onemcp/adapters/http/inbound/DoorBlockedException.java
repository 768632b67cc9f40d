package io.onemcp.adapters.http.inbound;

import io.onemcp.core.GatewayException;

/** The address cannot be listened on; the message names host, port, reason and remedy. */
public final class DoorBlockedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  DoorBlockedException(String host, int port, Throwable cause) {
    super(
        "cannot listen on "
            + host
            + " port "
            + port
            + ": "
            + reason(cause)
            + " (expected: an address of this machine and a free port; port 0 picks one)",
        cause);
  }

  private static String reason(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }
}
