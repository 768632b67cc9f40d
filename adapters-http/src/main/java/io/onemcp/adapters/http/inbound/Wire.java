package io.onemcp.adapters.http.inbound;

import io.onemcp.core.runtime.Carrier;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.util.Objects;
import org.xnio.IoUtils;

/**
 * The way to the I/O thread of a connection, the only one that may touch it, but for whoever has
 * {@linkplain ClientWatch#relieve relieved} it. That thread carries the exchanges of its
 * connections, too, where it can.
 */
final class Wire {
  private static final AttachmentKey<Carrier> CARRIER = AttachmentKey.create(Carrier.class);

  private Wire() {}

  /** Returns whether the connection of a request has no carrier yet. */
  static boolean isNew(HttpServerExchange http) {
    return http.getConnection().getAttachment(CARRIER) == null;
  }

  /** Gives the connection of a request the carrier that its I/O thread is. */
  static void attach(HttpServerExchange http, Carrier carrier) {
    http.getConnection().putAttachment(CARRIER, carrier);
  }

  /** Returns the carrier that the connection's I/O thread is. */
  static Carrier carrier(HttpServerExchange http) {
    return Objects.requireNonNull(http.getConnection().getAttachment(CARRIER));
  }

  /** Has the action run on the connection's I/O thread; forgets it if the door has closed. */
  static void run(HttpServerExchange http, Runnable action) {
    carrier(http).execute(action);
  }

  /** Breaks the connection off. */
  static void cut(HttpServerExchange http) {
    run(http, () -> IoUtils.safeClose(http.getConnection()));
  }
}
