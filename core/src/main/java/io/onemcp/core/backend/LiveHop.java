package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dial of a backend and, if it succeeds, the connection that it brought, to its end. One thread
 * dials, reads the lists, and then reads again what the backend says has changed.
 */
final class LiveHop implements BackendEar {
  private static final Logger LOG = LoggerFactory.getLogger(LiveHop.class);

  private final BackendDefinition definition;
  private final int attempt;
  private final Dialer dialer;
  private final Tasks tasks;
  private final Optional<Offer> last;
  private final Reports reports;
  private final Map<CapabilityKind, OfferReader.Listing> listings =
      new EnumMap<>(CapabilityKind.class);
  private final Semaphore changes = new Semaphore(0);
  private final ListAges ages;
  private final Set<CapabilityKind> stale = EnumSet.noneOf(CapabilityKind.class);
  private Tasks.@Nullable Task task;
  private @Nullable Connection connection;
  private @Nullable String lossCause;
  private boolean connected;
  private boolean abandoned;

  /**
   * Makes a dial that has not begun.
   *
   * @param last what the backend offered before; stands in for a list that it fails to give
   */
  LiveHop(
      BackendDefinition definition,
      int attempt,
      Dialer dialer,
      Tasks tasks,
      TimeSource time,
      Optional<Offer> last,
      Reports reports) {
    this.definition = definition;
    this.attempt = attempt;
    this.dialer = dialer;
    this.tasks = tasks;
    this.ages = new ListAges(time);
    this.last = last;
    this.reports = reports;
  }

  /** Begins to dial once that has counted down; how it ends is reported. */
  void start(CountDownLatch before) {
    task = tasks.start("live-" + definition.name(), () -> live(before));
  }

  /** Returns what the dial brought; empty before, and after the end. */
  synchronized Optional<Connection> connection() {
    return Optional.ofNullable(connection);
  }

  /**
   * Ends it: nothing more is reported. Returns the hop, for the caller to close; one that the dial
   * brings later is closed by the dial. Called by the thread that started it.
   */
  Optional<Hop> abandon() {
    Optional<Hop> left;
    synchronized (this) {
      abandoned = true;
      left = connection().map(Connection::hop);
      connection = null;
    }
    if (task != null) {
      task.cancel();
    }
    return left;
  }

  @Override
  public void heard() {
    reports.heard();
  }

  private void live(CountDownLatch before) {
    try {
      before.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    Optional<Hop> opened = dial();
    if (opened.isPresent()) {
      keepReading(opened.get());
    }
  }

  private Optional<Hop> dial() {
    Deadline deadline = Deadline.arm(tasks, definition.connectTimeout());
    try (deadline) {
      return connect();
    } catch (InterruptedException _) {
      if (deadline.expired()) {
        failed("no handshake within " + definition.connectTimeout().toMillis() + " ms");
      } else {
        Thread.currentThread().interrupt();
      }
    } catch (GatewayException e) {
      failed(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("backend {}: dial failed for a reason of our own", definition.name(), e);
      failed("internal error: " + e);
    }
    return Optional.empty();
  }

  private void failed(String cause) {
    reports.signalled(this, new ConnectionSignal.DialFailed(attempt, cause));
  }

  private Optional<Hop> connect() throws InterruptedException {
    Hop opened = dialer.dial(definition, this, HopTerms.SHARED);
    boolean kept = false;
    try {
      // What changes while the lists are read is read again.
      opened.listen();
      OfferReader reader = new OfferReader(opened, definition.name().value());
      for (CapabilityKind kind : CapabilityKind.values()) {
        OfferReader.Listing listing = reader.read(kind);
        listings.put(kind, listing.complete() ? listing : lastGood(opened, kind, listing));
        ages.read(opened, kind, listing.freshness());
      }
      kept = keep(opened, offer(opened));
      return kept ? Optional.of(opened) : Optional.empty();
    } finally {
      if (!kept) {
        opened.close();
      }
    }
  }

  private OfferReader.Listing lastGood(
      Hop opened, CapabilityKind kind, OfferReader.Listing incomplete) {
    return last.filter(offer -> offer.era() == opened.revision().era())
        .map(offer -> new OfferReader.Listing(offer.list(kind), Offer.Freshness.NONE, false))
        .orElse(incomplete);
  }

  /** Hands the hop over, unless nobody waits for it any more. */
  private boolean keep(Hop opened, Offer first) {
    synchronized (this) {
      if (abandoned) {
        return false;
      }
      connection = new Connection(opened, first);
    }
    reports.signalled(this, new ConnectionSignal.Connected(attempt, opened.revision()));
    String cause;
    synchronized (this) {
      connected = true;
      cause = lossCause;
    }
    if (cause != null) {
      reports.signalled(this, new ConnectionSignal.Lost(cause));
    }
    return true;
  }

  private void keepReading(Hop opened) {
    OfferReader reader = new OfferReader(opened, definition.name().value());
    try {
      while (true) {
        changes.acquire();
        if (readAgain(opened, reader)) {
          reports.listed(this, offer(opened));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads what has changed; a list that cannot be read stays as it was. */
  private boolean readAgain(Hop opened, OfferReader reader) throws InterruptedException {
    boolean news = false;
    Deadline deadline = Deadline.arm(tasks, definition.requestTimeout());
    try (deadline) {
      for (CapabilityKind kind : takeStale()) {
        OfferReader.Listing listing = reader.read(kind);
        if (listing.complete()) {
          listings.put(kind, listing);
          ages.read(opened, kind, listing.freshness());
          news = true;
        }
      }
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
      LOG.warn("backend {}: a changed list was not read in time", definition.name());
    } catch (GatewayException e) {
      LOG.warn(
          "backend {}: a changed list could not be read: {}", definition.name(), e.getMessage());
    }
    return news;
  }

  private synchronized Set<CapabilityKind> takeStale() {
    changes.drainPermits();
    Set<CapabilityKind> taken = EnumSet.copyOf(stale);
    stale.clear();
    return taken;
  }

  private Offer offer(Hop opened) {
    Map<CapabilityKind, List<Capability>> lists = new EnumMap<>(CapabilityKind.class);
    long ttl = Long.MAX_VALUE;
    boolean shareable = true;
    for (var entry : listings.entrySet()) {
      lists.put(entry.getKey(), entry.getValue().capabilities());
      if (opened.server().declares(entry.getKey())) {
        ttl = Math.min(ttl, entry.getValue().freshness().ttlMillis());
        shareable &= entry.getValue().freshness().shareable();
      }
    }
    Offer.Freshness freshness = new Offer.Freshness(ttl == Long.MAX_VALUE ? 0 : ttl, shareable);
    return new Offer(opened.revision(), opened.server(), lists, freshness);
  }

  /** Has a list read again if its time is over; returns at once. */
  void refresh(CapabilityKind kind) {
    if (ages.takeOver(kind)) {
      listChanged(kind);
    }
  }

  @Override
  public synchronized void listChanged(CapabilityKind kind) {
    boolean news = stale.add(kind);
    if (kind == CapabilityKind.RESOURCE) {
      // One notification covers both lists of resources.
      news |= stale.add(CapabilityKind.RESOURCE_TEMPLATE);
    }
    if (news) {
      changes.release();
    }
  }

  @Override
  public void notified(Notification notification) {
    reports.notified(notification);
  }

  /** A loss is passed on behind the report that there is a connection, never before it. */
  @Override
  public void lost(String cause) {
    boolean pass;
    synchronized (this) {
      lossCause = cause;
      pass = connected;
    }
    if (pass) {
      reports.signalled(this, new ConnectionSignal.Lost(cause));
    }
  }

  /** A hop, and what the backend offered when it came to be. */
  record Connection(Hop hop, Offer offer) {}

  /** Takes what happens to a dial and its connection, in order. Implementations never block. */
  interface Reports {
    void signalled(LiveHop from, ConnectionSignal signal);

    void listed(LiveHop from, Offer offer);

    void notified(Notification notification);

    /** Something came, whatever it is. */
    void heard();
  }
}
