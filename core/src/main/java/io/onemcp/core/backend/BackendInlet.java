package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message;

/** Where a connection puts what belongs to no request's own stream. Implementations never block. */
public interface BackendInlet {
  /** Takes a notification or request of the backend. */
  void received(Message message);

  /** Takes what the backend wrote that is no message; a cut-off sample, for people. */
  void garbage(String sample);

  /**
   * Learns, at most once, that the connection broke by itself; never after {@link
   * BackendConnection#close()}.
   */
  void lost(String cause);
}
