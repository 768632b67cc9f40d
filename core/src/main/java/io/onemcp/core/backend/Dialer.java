package io.onemcp.core.backend;

import io.onemcp.core.backend.HopOpener.Handshake;
import io.onemcp.core.backend.HopOpener.Peer;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Era;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connects to a backend and finds out which era it speaks.
 *
 * <p>The stateless era is asked first, because a server of both eras may serve the other one
 * poorly; any answer that does not prove it leads to a handshake of the stateful era (MCP
 * 2026-07-28, basic/versioning; nothing depends on a single error code). A process that dies of the
 * first question is started again and spared it. What worked is remembered and tried first the next
 * time.
 */
public final class Dialer {
  private static final int HTTP_BAD_REQUEST = 400;
  private static final int HTTP_NOT_FOUND = 404;
  private static final int HTTP_NOT_ALLOWED = 405;

  private final List<BackendConnector> connectors;
  private final List<HopOpener> openers;
  private final StrayOutput stray;
  private final Map<BackendName, Era> remembered = new ConcurrentHashMap<>();

  /**
   * Makes a dialer.
   *
   * @param openers one for each era that is served, in the order in which they are tried
   * @param stray takes what backends write that is no message
   */
  public Dialer(List<BackendConnector> connectors, List<HopOpener> openers, StrayOutput stray) {
    this.stray = stray;
    this.connectors = List.copyOf(connectors);
    this.openers = List.copyOf(openers);
  }

  /** Returns the last lines that a backend wrote for people, whether or not it is connected. */
  String diagnostics(BackendDefinition definition) {
    return connectors.stream()
        .filter(connector -> connector.reaches(definition.transport()))
        .map(connector -> connector.diagnostics(definition.name()))
        .findFirst()
        .orElse("");
  }

  /** Returns how often a backend wrote something that is no message. */
  long strayOutput(BackendName name) {
    return stray.count(name);
  }

  /** Opens a hop; throws the exceptions of {@link BackendConnection}. An interrupt gives up. */
  Hop dial(BackendDefinition definition, BackendEar ear, HopTerms terms)
      throws InterruptedException {
    try {
      return dial(definition, definition.transport(), ear, terms);
    } catch (BackendRefusedException e) {
      if (definition.transport() instanceof BackendTransport.Http(var url, var headers)
          && mayBeOldTransport(e)) {
        return dial(definition, new BackendTransport.Sse(url, headers), ear, terms);
      }
      throw e;
    }
  }

  /**
   * Streamable HTTP is refused like this by servers that know HTTP+SSE only (MCP 2025-03-26,
   * transports).
   */
  private static boolean mayBeOldTransport(BackendRefusedException e) {
    return e.status() == HTTP_BAD_REQUEST
        || e.status() == HTTP_NOT_FOUND
        || e.status() == HTTP_NOT_ALLOWED;
  }

  private Hop dial(
      BackendDefinition definition, BackendTransport transport, BackendEar ear, HopTerms terms)
      throws InterruptedException {
    List<String> refusals = new ArrayList<>();
    Line line = new Line(definition, transport);
    try {
      for (HopOpener opener : inOrder(definition.name(), transport)) {
        Handshake outcome = line.tryOpen(opener, ear, terms, refusals);
        if (outcome instanceof Handshake.Agreed(Hop hop)) {
          remembered.put(definition.name(), opener.era());
          line.keep(ear);
          return hop;
        }
      }
    } finally {
      line.closeUnlessKept();
    }
    throw new BackendUnreachableException("no common revision: " + String.join("; ", refusals));
  }

  private List<HopOpener> inOrder(BackendName name, BackendTransport transport) {
    List<HopOpener> order = new ArrayList<>(openers);
    if (transport instanceof BackendTransport.Sse) {
      order.removeIf(opener -> opener.era() != Era.STATEFUL);
    }
    Era known = remembered.get(name);
    if (known == Era.STATEFUL) {
      order.sort((a, b) -> Boolean.compare(b.era() == known, a.era() == known));
    }
    return order;
  }

  private BackendConnector connector(BackendTransport transport) {
    return connectors.stream()
        .filter(connector -> connector.reaches(transport))
        .findFirst()
        .orElseThrow(() ->
            new BackendUnreachableException(
                "transport: " + transport + " (expected: one that is built in)"));
  }

  /** The connection that attempts are made on; replaced when an attempt broke it. */
  private final class Line {
    private final BackendDefinition definition;
    private final BackendTransport transport;
    private SwitchedInlet inlet;
    private BackendConnection connection;
    private boolean kept;

    Line(BackendDefinition definition, BackendTransport transport) throws InterruptedException {
      this.definition = definition;
      this.transport = transport;
      this.inlet = new SwitchedInlet(definition.name(), stray);
      this.connection = open();
    }

    private BackendConnection open() throws InterruptedException {
      return connector(transport).open(definition.over(transport), inlet);
    }

    Handshake tryOpen(HopOpener opener, BackendEar ear, HopTerms terms, List<String> refusals)
        throws InterruptedException {
      try {
        Handshake outcome = opener.open(new Peer(definition, connection, inlet), ear, terms);
        if (outcome instanceof Handshake.NotSpoken(String reason)) {
          refusals.add(reason);
        }
        return outcome;
      } catch (BackendLostException e) {
        if (opener.era() == Era.STATEFUL) {
          throw e;
        }
        // Some stdio servers exit on any request before initialize: not evidence of a fault.
        connection.close();
        inlet = new SwitchedInlet(definition.name(), stray);
        connection = open();
        refusals.add("connection lost when asked for " + opener.era() + " revisions");
        return new Handshake.NotSpoken("connection lost");
      }
    }

    void keep(BackendEar ear) {
      kept = true;
      inlet.tellLoss(ear);
    }

    void closeUnlessKept() {
      if (!kept) {
        connection.close();
      }
    }
  }
}
