package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Caller;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Callers who are known by where their connection comes from, and so need no credentials. */
@FunctionalInterface
public interface KnownPeers {
  /** Nobody. */
  KnownPeers NOBODY = _ -> Optional.empty();

  /** Returns who calls from an address of this machine; never blocks. */
  Optional<Caller> at(InetSocketAddress peer);
}
