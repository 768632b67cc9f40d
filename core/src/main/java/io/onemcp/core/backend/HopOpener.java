package io.onemcp.core.backend;

import io.onemcp.core.protocol.Era;

/** Makes hops of one era; each era has one. */
public interface HopOpener {
  Era era();

  /**
   * Finds out whether the peer speaks this era, and if so agrees with it.
   *
   * @param terms what is declared to a peer that keeps sessions
   * @param inlet the connection's own inlet, which the hop takes over if it comes to be
   * @throws BackendLostException and the other exceptions of {@link BackendConnection}
   */
  Handshake open(BackendConnection connection, SwitchedInlet inlet, BackendEar ear, HopTerms terms)
      throws InterruptedException;

  /** How an attempt to agree ended. */
  sealed interface Handshake {
    /** The peer speaks this era. */
    record Agreed(Hop hop) implements Handshake {}

    /** The peer answered, and does not speak this era. */
    record NotSpoken(String reason) implements Handshake {}
  }
}
