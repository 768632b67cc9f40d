package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.StatefulDoor.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client of HTTP+SSE: the stream that everything goes to, and from its handshake on its
 * session, which ends with the stream.
 */
final class SseLine {
  private final Caller caller;
  private final View view;
  private final EventStream stream;
  private @Nullable Session session;
  private boolean closed;

  SseLine(Caller caller, View view, EventStream stream) {
    this.caller = caller;
    this.view = view;
    this.stream = stream;
  }

  boolean belongsTo(Arrival arrival) {
    return caller.equals(arrival.caller()) && view.equals(arrival.view());
  }

  EventStream stream() {
    return stream;
  }

  synchronized Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /** Takes the session of this client; false if it has one, or has gone. */
  synchronized boolean opened(Session fresh) {
    if (closed || session != null) {
      return false;
    }
    session = fresh;
    return true;
  }

  /** Ends the session: its stream has ended. */
  void close() {
    Session last;
    synchronized (this) {
      closed = true;
      last = session;
    }
    if (last != null) {
      last.close();
    }
  }
}
