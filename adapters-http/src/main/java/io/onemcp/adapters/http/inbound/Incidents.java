package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.GatewayError.Unexpected;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of ours: the log gets everything, the client an id. */
final class Incidents {
  private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
  private static final int ID_LENGTH = 8;

  private Incidents() {}

  /** Logs a fault, and returns what may be said about it. */
  static Unexpected report(Throwable fault) {
    String incident = UUID.randomUUID().toString().substring(0, ID_LENGTH);
    LOG.error("incident {}", incident, fault);
    return new Unexpected(incident);
  }
}
