package io.onemcp.adapters.http.socket;

import io.onemcp.adapters.http.inbound.KnownPeers;
import io.onemcp.core.access.Caller;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is behind each connection that a {@link SocketRelay} has to the door, by the address that the
 * connection comes from. Safe for use by many threads.
 *
 * <p>That address is as good as a secret: the relay has bound it, so the operating system gives it
 * to nobody else until the relay lets go of it. It stands here no longer than that.
 */
public final class RelayedPeers implements KnownPeers {
  private final Map<InetSocketAddress, Caller> callers = new ConcurrentHashMap<>();

  @Override
  public Optional<Caller> at(InetSocketAddress peer) {
    return Optional.ofNullable(callers.get(peer));
  }

  void add(InetSocketAddress bound, Caller caller) {
    callers.put(bound, caller);
  }

  void remove(InetSocketAddress bound) {
    callers.remove(bound);
  }
}
