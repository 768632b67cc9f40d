package io.onemcp.conformance.matrix;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.conformance.BackendLine;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ScriptedCall;
import java.util.Locale;

/** The backends of the matrix: every revision over HTTP, and one of each era over a pipe. */
enum Backend {
  SSE_2024_11_05("2024-11-05 HTTP+SSE", Revision.V2024_11_05, BackendLine.STATEFUL_SSE),
  HTTP_2025_03_26("2025-03-26", Revision.V2025_03_26, BackendLine.STATEFUL_HTTP_JSON),
  HTTP_2025_06_18("2025-06-18", Revision.V2025_06_18, BackendLine.STATEFUL_HTTP_STREAM),
  HTTP_2025_11_25("2025-11-25", Revision.V2025_11_25, BackendLine.STATEFUL_HTTP_JSON),
  HTTP_2026_07_28("2026-07-28", Revision.V2026_07_28, BackendLine.STATELESS_HTTP_JSON),
  STDIO_2025_11_25("2025-11-25 stdio", Revision.V2025_11_25, BackendLine.STATEFUL_STDIO),
  STDIO_2026_07_28("2026-07-28 stdio", Revision.V2026_07_28, BackendLine.STATELESS_STDIO),
  IN_PROCESS("in-process", Revision.V2026_07_28, BackendLine.STATELESS_IN_PROCESS);

  private final String label;
  private final Revision revision;
  private final BackendLine line;

  Backend(String label, Revision revision, BackendLine line) {
    this.label = label;
    this.revision = revision;
    this.line = line;
  }

  String label() {
    return label;
  }

  /** Makes what it says; its name in the gateway is the one of this constant. */
  ServerScript script() {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new ServerScript(name, revision, !line.sharesOneStream());
  }

  /** Serves a script to a gateway; returns what ends it. */
  AutoCloseable serve(ServerScript script, OneMcpRuntime.Builder gateway) {
    if (this == IN_PROCESS) {
      gateway.server(
          script.name(),
          (request, interim) -> ScriptedCall.answer(script.server(), request, interim));
      return () -> {};
    }
    return line.serve(script.name(), script.server(), gateway);
  }
}
