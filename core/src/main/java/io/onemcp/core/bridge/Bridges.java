package io.onemcp.core.bridge;

import io.onemcp.core.protocol.Era;
import java.util.Optional;

/** Which bridge stands between two hops. */
public final class Bridges {
  private static final Bridge FROM_STATEFUL = new StatefulClientBridge();
  private static final Bridge FROM_STATELESS = new StatelessClientBridge();

  private Bridges() {}

  /**
   * Returns the bridge between a client's hop and a backend's; empty where both speak the same era.
   */
  public static Optional<Bridge> between(Era client, Era backend) {
    if (client == backend) {
      return Optional.empty();
    }
    return Optional.of(client == Era.STATEFUL ? FROM_STATEFUL : FROM_STATELESS);
  }
}
