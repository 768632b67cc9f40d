package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.Limits;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.ExchangeHandler;
import io.onemcp.core.exchange.MethodTables;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.exchange.Pipeline;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.exchange.StartGate;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All open sessions of stateful clients: bounded in number, and each ended when it was not used for
 * long.
 */
public final class ClientSessions implements AutoCloseable {
  private static final int ID_BYTES = 32;
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Map<String, ClientSession> byId = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final SessionServices services;
  private final Limits limits;
  private final Tasks tasks;
  private final TimeSource time;
  private volatile boolean closed;

  public ClientSessions(
      CapabilityCatalog catalog,
      Backends backends,
      MethodTables methods,
      ResourceWatches watches,
      StartGate gate,
      Limits limits,
      Tasks tasks,
      TimeSource time) {
    Map<String, ExchangeHandler> handlers = methods.common();
    handlers.put(Methods.PING, _ -> new Outcome.Result(Json.EMPTY_OBJECT.wire()));
    for (String foreign :
        new String[] {Methods.INITIALIZE, Methods.DISCOVER, Methods.LISTEN, Methods.TASKS_UPDATE}) {
      handlers.put(foreign, ClientSessions::unknown);
    }
    this.services =
        new SessionServices(
            catalog,
            backends,
            new Pipeline(gate, handlers, methods.forwarding()),
            new Subscribing(catalog, backends, methods.forwarding(), watches),
            new LogLevels(backends, tasks),
            new AskedClient.Patience(limits.questionTimeout(), tasks),
            new TaskLists(catalog, backends, methods.forwarding().taskIds()),
            tasks);
    this.limits = limits;
    this.tasks = tasks;
    this.time = time;
    sweepLater();
  }

  private static Outcome unknown(Exchange exchange) {
    return new Outcome.Refusal(new GatewayError.UnknownMethod(exchange.method()));
  }

  /** Returns what tells sessions the news of backends. */
  public SessionNews news() {
    return new SessionNews(this, services);
  }

  Optional<ClientSession> open(
      Caller caller, View view, Revision revision, Json clientInfo, Json capabilities) {
    if (closed || byId.size() >= limits.maxSessions()) {
      return Optional.empty();
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    ClientSession session =
        new ClientSession(
            new ClientIdentity(text, caller, view, revision, clientInfo, capabilities),
            services,
            byId::remove);
    session.touch(time.nanos());
    byId.put(text, session);
    return Optional.of(session);
  }

  Optional<ClientSession> find(String id) {
    ClientSession session = byId.get(id);
    if (session != null) {
      session.touch(time.nanos());
    }
    return Optional.ofNullable(session);
  }

  Collection<ClientSession> all() {
    return byId.values();
  }

  private void sweepLater() {
    tasks.after(SWEEP, () -> tasks.start("session-sweep", this::sweep));
  }

  private void sweep() {
    if (!closed) {
      long oldest = time.nanos() - limits.sessionIdle().toNanos();
      byId.values().stream()
          .filter(session -> session.isIdleSince(oldest))
          .forEach(ClientSession::close);
      services.backends().all().forEach(backend -> backend.own().sweep());
      sweepLater();
    }
  }

  /** Ends every session. */
  @Override
  public void close() {
    closed = true;
    byId.values().forEach(ClientSession::close);
  }
}
