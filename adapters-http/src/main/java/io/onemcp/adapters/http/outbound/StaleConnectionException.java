package io.onemcp.adapters.http.outbound;

import java.io.IOException;
import java.net.SocketException;

/**
 * A connection that was used before turned out to have been ended by the server when a message was
 * to be written, of which nothing was: it may go on another one (RFC 9112, section 9.3.1).
 */
final class StaleConnectionException extends SocketException {
  private static final long serialVersionUID = 1L;

  StaleConnectionException(IOException cause) {
    super("the server has ended the connection", cause);
  }

  /** Returns whether a failure, of TLS for instance, comes from such a connection. */
  static boolean isCauseOf(IOException failure) {
    Throwable looked = failure;
    while (looked != null && !(looked instanceof StaleConnectionException)) {
      looked = looked.getCause();
    }
    return looked != null;
  }
}
