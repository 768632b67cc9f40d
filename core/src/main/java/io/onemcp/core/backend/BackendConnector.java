package io.onemcp.core.backend;

import io.onemcp.core.OutboundPort;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;

/** Opens connections over one kind of transport. Safe for use by many threads. */
@OutboundPort
public interface BackendConnector {
  /** Returns whether this connector knows the transport. */
  boolean reaches(BackendTransport transport);

  /**
   * Opens a connection; blocks no longer than it takes to start a process or to open a stream. The
   * caller bounds the wait by an interrupt.
   *
   * @throws BackendUnreachableException if nothing answers there, or the command cannot be started
   * @throws BackendRefusedException if the peer answered that it will not talk
   */
  BackendConnection open(BackendDefinition definition, BackendInlet inlet)
      throws InterruptedException;

  /**
   * Returns the last lines that a backend wrote for people, oldest first, also after its end or if
   * it never got ready; empty where a transport has none.
   */
  default String diagnostics(BackendName name) {
    return "";
  }
}
