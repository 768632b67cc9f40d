package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message;
import java.util.Map;

/**
 * An open way to one backend: transport only, of no era. Safe for use by many threads; answers
 * never reach another caller.
 *
 * <p>Every method may throw {@link BackendUnreachableException} (nothing was sent, or it was
 * refused unread), {@link BackendLostException} (something may have arrived) and {@link
 * BackendRefusedException} (the peer answered, but not in JSON-RPC).
 */
public interface BackendConnection extends AutoCloseable {
  /**
   * Sends a request and waits for its answer. Waits without bound: the caller's deadline
   * interrupts. An interrupt ends the wait at once, frees what belongs to the request, and where
   * each request has its own stream closes that stream.
   *
   * @return the answer, with the id that the request was sent with
   */
  Message.Response exchange(OutboundRequest request, Interim interim) throws InterruptedException;

  /** Sends a notification, or an answer to a request of the backend. */
  void send(OutboundMessage message) throws InterruptedException;

  /**
   * Tells the transport that the handshake is done: from now on it opens, and keeps open, whatever
   * it needs to receive messages of the backend's own accord, with these headers. Waits, not for
   * long, until the backend has somewhere to send them: it may begin with the first call.
   */
  void listen(Map<String, String> headers) throws InterruptedException;

  /**
   * Returns whether closing a request's own stream tells the backend that it is cancelled
   * (Streamable HTTP).
   */
  boolean cancelsByClosing();

  /**
   * Returns whether every request has a stream of its own, so that what the backend sends on it
   * belongs to that request.
   */
  default boolean hasStreamsOfRequests() {
    return false;
  }

  /**
   * Returns the last lines that the backend wrote for people, oldest first; empty where a transport
   * has none.
   */
  String diagnostics();

  /**
   * Ends the connection: waiting calls get {@link BackendLostException}. A second close does
   * nothing.
   */
  @Override
  void close();
}
