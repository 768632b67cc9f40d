package io.onemcp.adapters.http.inbound;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * The way back to the I/O thread of a connection, the only one that may touch it, but for whoever
 * has {@linkplain ClientWatch#relieve relieved} it.
 */
final class Wire {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

  private Wire() {}

  /** Has the action run on the connection's I/O thread; forgets it if the door has closed. */
  static void run(HttpServerExchange http, Runnable action) {
    try {
      http.getIoThread().execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("too late: the door is closed", e);
    }
  }

  /** Breaks the connection off. */
  static void cut(HttpServerExchange http) {
    run(http, () -> IoUtils.safeClose(http.getConnection()));
  }
}
