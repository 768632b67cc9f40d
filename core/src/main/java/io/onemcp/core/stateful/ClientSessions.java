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
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All open sessions of stateful clients: bounded in number, and each ended when it was not used for
 * long. Those of a runtime's earlier lives are dormant until they are used again.
 */
public final class ClientSessions implements AutoCloseable {
  private static final int ID_BYTES = 32;
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** Longest wait of a client for sessions that another process has still to give up. */
  private static final Duration HANDOVER = Duration.ofSeconds(20);

  /** A use is written down if the last one that was is at least this part of the idle time ago. */
  private static final int GRAINS = 16;

  private final Map<String, ClientSession> byId = new ConcurrentHashMap<>();

  /** By the digest of their ids. */
  private final Map<String, SessionSeed> dormant = new ConcurrentHashMap<>();

  private final SecureRandom random = new SecureRandom();
  private final SessionServices services;
  private final SessionJournal journal;
  private final Limits limits;
  private final Tasks tasks;
  private final TimeSource time;
  private final CountDownLatch recalled = new CountDownLatch(1);
  private volatile boolean sealed;
  private volatile boolean closed;

  public ClientSessions(
      CapabilityCatalog catalog,
      Backends backends,
      MethodTables methods,
      ResourceWatches watches,
      StartGate gate,
      Limits limits,
      SessionJournal journal,
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
            new Pipeline(gate, methods.places(), handlers, methods.forwarding()),
            new Subscribing(catalog, backends, methods.forwarding(), watches),
            new LogLevels(backends, tasks),
            new AskedClient.Patience(limits.questionTimeout(), tasks),
            new TaskLists(catalog, backends, methods.forwarding().taskIds()),
            journal,
            tasks);
    this.journal = journal;
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

  /**
   * Takes the sessions of earlier lives over. To be called once; clients that come before wait for
   * it, within a bound.
   *
   * @throws io.onemcp.core.runtime.StateFileException if what is left of them cannot be read
   */
  public void recall() {
    try {
      journal.begin().forEach(seed -> dormant.put(seed.digest(), seed));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      recalled.countDown();
    }
  }

  private boolean isRecalled() {
    try {
      return recalled.await(HANDOVER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Gives the sessions up to another process: what happens to them from now on is not written down,
   * and no new ones are opened. Those who are in the middle of something get their answers.
   */
  public void giveUp() {
    sealed = true;
    journal.close();
  }

  /** Opens a session that outlives the runtime. */
  Optional<ClientSession> open(ClientIdentity client) {
    Optional<ClientSession> session = openForConnection(client);
    session.ifPresent(opened -> {
      try {
        journal.opened(opened.seed());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    return session;
  }

  /** Opens a session that does not outlive the runtime. */
  Optional<ClientSession> openForConnection(ClientIdentity client) {
    if (!isRecalled() || sealed || byId.size() + dormant.size() >= limits.maxSessions()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    SessionSeed seed = new SessionSeed(SessionJournal.digest(id), client, time.now());
    ClientSession session = new ClientSession(id, seed, services, this::ended);
    byId.put(id, session);
    return Optional.of(session);
  }

  private void ended(ClientSession session) {
    byId.remove(session.id());
    journal.closed(session.seed());
  }

  /** Finds the session of a caller at an address, and marks it as used. */
  Optional<ClientSession> find(String id, Caller caller, View view) {
    ClientSession session = byId.get(id);
    if (session == null && isRecalled()) {
      session = wake(id, caller, view);
    }
    if (session == null || !session.belongsTo(caller, view)) {
      return Optional.empty();
    }
    session.touch(time.now());
    return Optional.of(session);
  }

  /** The first use in this life is the only one that finds the session dormant. */
  private @Nullable ClientSession wake(String id, Caller caller, View view) {
    if (dormant.isEmpty() || sealed) {
      return null;
    }
    AtomicReference<@Nullable ClientSession> woken = new AtomicReference<>();
    dormant.computeIfPresent(
        SessionJournal.digest(id),
        (_, seed) -> {
          if (!seed.identity().belongsTo(caller, view)) {
            return seed;
          }
          if (isOver(seed)) {
            journal.closed(seed);
            return null;
          }
          ClientSession session = new ClientSession(id, seed, services, this::ended);
          byId.put(id, session);
          woken.set(session);
          return null;
        });
    ClientSession first = woken.get();
    if (first != null) {
      first.resume();
    }
    return byId.get(id);
  }

  Collection<ClientSession> all() {
    return byId.values();
  }

  private void sweepLater() {
    tasks.after(SWEEP, () -> tasks.start("session-sweep", this::sweep));
  }

  private void sweep() {
    if (!closed) {
      Instant now = time.now();
      Instant oldest = now.minus(limits.sessionIdle());
      Duration grain = limits.sessionIdle().dividedBy(GRAINS);
      for (ClientSession session : byId.values()) {
        Instant used = session.lastUse(now);
        if (used.isBefore(oldest)) {
          session.close();
        } else {
          journal.used(session.seed(), used, grain);
        }
      }
      dormant.values().stream().filter(this::isOver).forEach(this::forget);
      journal.mend();
      services.backends().all().forEach(backend -> backend.own().sweep());
      sweepLater();
    }
  }

  /** What was written down last may be a little older than the last use. */
  private boolean isOver(SessionSeed seed) {
    Duration idle = limits.sessionIdle();
    return seed.used().plus(idle).plus(idle.dividedBy(GRAINS)).isBefore(time.now());
  }

  private void forget(SessionSeed seed) {
    if (dormant.remove(seed.digest()) != null) {
      journal.closed(seed);
    }
  }

  /** Ends every session of this life; those that outlive it go on in the next one. */
  @Override
  public void close() {
    closed = true;
    giveUp();
    byId.values().forEach(ClientSession::close);
  }
}
