package io.onemcp.conformance.matrix;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedSse;
import io.onemcp.testkit.ScriptedStdio;
import java.net.URI;
import java.util.Locale;

/** A client and a backend of one revision, with a gateway between them or without. */
enum Pair {
  SSE_2024_11_05(Revision.V2024_11_05, Carrier.SSE),
  HTTP_2025_03_26(Revision.V2025_03_26, Carrier.HTTP),
  HTTP_2025_06_18(Revision.V2025_06_18, Carrier.HTTP_STREAM),
  HTTP_2025_11_25(Revision.V2025_11_25, Carrier.HTTP),
  HTTP_2026_07_28(Revision.V2026_07_28, Carrier.HTTP),
  STDIO_2025_11_25(Revision.V2025_11_25, Carrier.STDIO),
  STDIO_2026_07_28(Revision.V2026_07_28, Carrier.STDIO);

  private final Revision revision;
  private final Carrier carrier;

  Pair(Revision revision, Carrier carrier) {
    this.revision = revision;
    this.carrier = carrier;
  }

  Revision revision() {
    return revision;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  ServerScript script() {
    return new ServerScript(
        label(), revision, carrier == Carrier.HTTP || carrier == Carrier.HTTP_STREAM);
  }

  Served serve(String name, ScriptedServer server) {
    return switch (carrier) {
      case SSE -> {
        ScriptedSse sse = ScriptedSse.serve(server);
        yield new Served(sse.definition(name), sse);
      }
      case HTTP -> {
        ScriptedHttp http = ScriptedHttp.serve(server);
        yield new Served(http.definition(name), http);
      }
      case HTTP_STREAM -> {
        ScriptedHttp http = ScriptedHttp.serve(server, ScriptedHttp.Option.ALWAYS_STREAMS);
        yield new Served(http.definition(name), http);
      }
      case STDIO -> {
        ScriptedStdio stdio = ScriptedStdio.serve(server);
        yield new Served(stdio.definition(name), stdio);
      }
    };
  }

  /** Connects a client to a backend, with nothing between. */
  PeerClient direct(Served served) throws InterruptedException {
    return switch (served.definition().transport()) {
      case BackendTransport.Sse sse -> LineClient.open(revision, Line.sse(sse.url()));
      case BackendTransport.Http http -> overHttp(http.url());
      case BackendTransport.Stdio stdio ->
          LineClient.open(revision, Line.pipe(stdio.command(), stdio.args()));
      case BackendTransport.InProcess _ -> throw new AssertionError("no client can get there");
    };
  }

  /**
   * Connects a client of the same revision to an address of a gateway.
   *
   * @param mcp such as {@code http://host/mcp/server/name}
   * @param sse the same where HTTP+SSE is spoken
   */
  PeerClient through(URI mcp, URI sse) throws InterruptedException {
    return carrier == Carrier.SSE ? LineClient.open(revision, Line.sse(sse)) : overHttp(mcp);
  }

  private PeerClient overHttp(URI endpoint) throws InterruptedException {
    return revision == Revision.LATEST_STATELESS
        ? EnvelopeClient.open(endpoint)
        : SessionClient.open(endpoint, revision);
  }

  /** A backend that can be reached, and what ends it. */
  record Served(BackendDefinition definition, AutoCloseable end) {}

  private enum Carrier {
    SSE,
    HTTP,
    HTTP_STREAM,
    STDIO
  }
}
