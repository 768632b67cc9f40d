package io.onemcp.core.exchange;

import io.onemcp.core.InboundPort;
import io.onemcp.core.access.Caller;
import io.onemcp.core.access.Visitor;
import io.onemcp.core.catalog.View;
import io.onemcp.core.protocol.Message.Request;

/** Where requests of the stateless era come in. Safe for use by many threads. */
@InboundPort
public interface StatelessDoor {
  /**
   * Carries a request out, on the calling thread, which should be a virtual one. Checks envelope
   * and headers first. What the backend sends before its answer goes to the outlet. An interrupt
   * cancels the request: closing the response stream means exactly that in this era.
   */
  Answer answer(Visitor visitor, View view, Request request, Headers headers, Outlet outlet)
      throws InterruptedException;

  /**
   * Opens the stream that {@code subscriptions/listen} asks for. The acknowledgement is the first
   * thing that the outlet gets; no thread is kept. The caller closes the stream when the client
   * goes away; when the gateway ends it, the outlet gets the answer of the request, and its end.
   */
  Listening listen(Caller caller, View view, Request request, Headers headers, Outlet outlet)
      throws InterruptedException;

  /** How a request to listen ended. */
  sealed interface Listening {
    /** The stream is open. */
    record Open(Stream stream) implements Listening {}

    /** The request was refused. */
    record Refused(Answer answer) implements Listening {}
  }

  /** An open stream. */
  @FunctionalInterface
  interface Stream extends AutoCloseable {
    /** Forgets the stream; a second call does nothing. */
    @Override
    void close();
  }
}
