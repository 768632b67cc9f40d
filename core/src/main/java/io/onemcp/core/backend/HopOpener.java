package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.Era;

/** Makes hops of one era; each era has one. */
public interface HopOpener {
  Era era();

  /**
   * Finds out whether the peer speaks this era, and if so agrees with it.
   *
   * @param ear hears what the backend says of its own accord
   * @param terms what is declared to a peer that keeps sessions
   * @throws BackendLostException and the other exceptions of {@link BackendConnection}
   */
  Handshake open(Peer peer, BackendEar ear, HopTerms terms) throws InterruptedException;

  /**
   * Whom to agree with.
   *
   * @param definition says how long it may take
   * @param inlet the connection's own inlet, whose messages the hop takes
   */
  record Peer(BackendDefinition definition, BackendConnection connection, SwitchedInlet inlet) {}

  /** How an attempt to agree ended. */
  sealed interface Handshake {
    /** The peer speaks this era. */
    record Agreed(Hop hop) implements Handshake {}

    /** The peer answered, and does not speak this era. */
    record NotSpoken(String reason) implements Handshake {}
  }
}
