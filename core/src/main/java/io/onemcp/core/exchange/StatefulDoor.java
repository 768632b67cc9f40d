package io.onemcp.core.exchange;

import io.onemcp.core.InboundPort;
import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Revision;
import java.util.Optional;

/** Where clients of the stateful era come in. Safe for use by many threads. */
@InboundPort
public interface StatefulDoor {
  /** Answers {@code initialize}, and opens a session if all is well. */
  Opening open(Caller caller, View view, Request initialize);

  /**
   * Answers {@code initialize} like {@link #open}, for a session that ends with its client's
   * connection: nothing of it is kept for another life of the runtime.
   */
  Opening openForConnection(Caller caller, View view, Request initialize);

  /**
   * Finds a session, and marks it as used; one of an earlier life of the runtime goes on. Empty for
   * an unknown id, and just so for a session that was opened by another caller or at another
   * address.
   */
  Optional<Session> find(String id, Caller caller, View view);

  /** How {@code initialize} ended. */
  sealed interface Opening {
    /** The session is open; its id belongs into the header of this answer. */
    record Opened(Session session, Answer answer) implements Opening {}

    /** No session was opened. */
    record Refused(Answer answer) implements Opening {}
  }

  /** The continuity that {@code Mcp-Session-Id} stands for. */
  interface Session {
    /** Returns the unguessable id, of visible ASCII characters. */
    String id();

    /** Returns the revision agreed upon. */
    Revision revision();

    /**
     * Returns how many lives the runtime had had before this one: what counts within a session,
     * like the ids of events, begins anew in each.
     */
    long life();

    /**
     * Carries a request out, on the calling thread, which should be a virtual one. What belongs to
     * the request and comes before its answer goes to the outlet. A client that disconnects does
     * not cancel; an interrupt does.
     *
     * @return empty if the client cancelled the request or ended the session: there is no answer
     */
    Optional<Answer> answer(Request request, Outlet outlet) throws InterruptedException;

    /** Takes a notification or a response of the client; returns at once. */
    void take(Message message);

    /**
     * From now on messages that belong to no request go to the outlet; one that was attached before
     * is ended. Messages that waited for a stream, within a bound, are offered first.
     */
    void attach(Outlet outlet);

    /** No more messages go to the outlet, if it is the one attached. */
    void detach(Outlet outlet);

    /** Runs the action once the session is over; at once if it is. */
    void onClose(Runnable action);

    /**
     * Ends the session: what runs is cancelled, its stream ends, its id is forgotten. A second call
     * does nothing.
     */
    void close();
  }
}
