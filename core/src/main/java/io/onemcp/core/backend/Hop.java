package io.onemcp.core.backend;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Revision;
import java.util.Set;

/**
 * A connection on which both sides agreed how to talk: one era, one revision. Safe for use by many
 * threads.
 *
 * <p>Throws the same exceptions as {@link BackendConnection}.
 */
public interface Hop extends AutoCloseable {
  /** Returns the revision agreed upon. */
  Revision revision();

  /** Returns what the backend said of itself. */
  ServerDescription server();

  /**
   * Carries a call out. An interrupt cancels it, and tells the backend. The answer has an id of the
   * hop's own.
   */
  Response call(Call call) throws InterruptedException;

  /** Asks the backend whether it is there; any answer will do. */
  Response ping() throws InterruptedException;

  /**
   * Asks a stateless backend to tell when one of these resources changes, and no others from now
   * on.
   *
   * @return those of which it will tell; none where resources are subscribed to by calls
   */
  Set<String> watch(Set<String> uris) throws InterruptedException;

  /**
   * Makes sure that a stateful backend sends log messages from this severity on, if not more;
   * stateless ones are told by each request. A backend that refuses logs as it likes.
   */
  void wantLog(LogLevel level) throws InterruptedException;

  /** Passes a notification of the client on. */
  void tell(Notification notification) throws InterruptedException;

  /** Returns whether a question of the backend always tells to which call it belongs. */
  boolean tellsQuestionsApart();

  /**
   * Begins to receive what the backend sends of its own accord, into the ear given when the hop was
   * opened.
   */
  void listen() throws InterruptedException;

  /** Returns the last lines that the backend wrote for people. */
  String diagnostics();

  @Override
  void close();
}
