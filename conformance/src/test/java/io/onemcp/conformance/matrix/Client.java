package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Revision;
import java.net.URI;

/** The clients of the matrix: one of every revision. */
enum Client {
  V2024_11_05("2024-11-05 HTTP+SSE", Revision.V2024_11_05),
  V2025_03_26("2025-03-26", Revision.V2025_03_26),
  V2025_06_18("2025-06-18", Revision.V2025_06_18),
  V2025_11_25("2025-11-25", Revision.V2025_11_25),
  V2026_07_28("2026-07-28", Revision.V2026_07_28);

  private final String label;
  private final Revision revision;

  Client(String label, Revision revision) {
    this.label = label;
    this.revision = revision;
  }

  String label() {
    return label;
  }

  /** Opens it at everything that a gateway offers. */
  PeerClient open(URI gateway) throws InterruptedException {
    return switch (this) {
      case V2024_11_05 -> LineClient.open(revision, Line.sse(gateway.resolve("/sse")));
      case V2026_07_28 -> EnvelopeClient.open(gateway);
      default -> SessionClient.open(gateway, revision);
    };
  }
}
