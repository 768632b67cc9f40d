package io.onemcp.adapters.http.socket;

import io.onemcp.core.GatewayException;
import java.nio.file.Path;

/** The socket cannot be listened on; the message names its path, the reason and the remedy. */
public final class SocketBlockedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  SocketBlockedException(Path path, String reason) {
    super(path + ": " + reason);
  }

  SocketBlockedException(Path path, String reason, Throwable cause) {
    super(path + ": " + reason, cause);
  }
}
