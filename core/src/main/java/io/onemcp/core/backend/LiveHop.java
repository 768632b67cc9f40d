package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Notification;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a backend from dial to end: its hop, and what it offered last. Lists are read
 * by one thread.
 */
final class LiveHop implements BackendEar {
  private static final Logger LOG = LoggerFactory.getLogger(LiveHop.class);

  /** Each kind waits at most once, so the queue never fills. */
  private final BlockingQueue<CapabilityKind> stale =
      new LinkedBlockingQueue<>(CapabilityKind.values().length * 2);

  private final Map<CapabilityKind, OfferReader.Listing> listings =
      new EnumMap<>(CapabilityKind.class);
  private final String backend;
  private final Consumer<Notification> notifications;
  private final Consumer<String> losses;
  private @Nullable String lossCause;
  private boolean armed;

  LiveHop(String backend, Consumer<Notification> notifications, Consumer<String> losses) {
    this.backend = backend;
    this.notifications = notifications;
    this.losses = losses;
  }

  /** Reads all lists for the first time. */
  Offer readAll(Hop hop) throws InterruptedException {
    OfferReader reader = new OfferReader(hop, backend);
    for (CapabilityKind kind : CapabilityKind.values()) {
      listings.put(kind, reader.read(kind));
    }
    return offer(hop);
  }

  /**
   * Reads lists again whenever the backend says that they changed; ends with the connection or by
   * an interrupt.
   */
  void keepReading(Hop hop, Consumer<Offer> offers) {
    OfferReader reader = new OfferReader(hop, backend);
    try {
      while (!isLost()) {
        CapabilityKind kind = stale.take();
        while (stale.remove(kind)) {
          LOG.debug("backend {} changed its list twice; it is read once", backend);
        }
        listings.put(kind, reader.read(kind));
        offers.accept(offer(hop));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (BackendLostException | BackendUnreachableException | BackendRefusedException e) {
      LOG.warn("backend {}: a changed list could not be read: {}", backend, e.getMessage());
    }
  }

  private Offer offer(Hop hop) {
    Map<CapabilityKind, List<Capability>> lists = new EnumMap<>(CapabilityKind.class);
    long ttl = Long.MAX_VALUE;
    boolean shareable = true;
    for (var entry : listings.entrySet()) {
      lists.put(entry.getKey(), entry.getValue().capabilities());
      if (hop.server().declares(entry.getKey())) {
        ttl = Math.min(ttl, entry.getValue().freshness().ttlMillis());
        shareable &= entry.getValue().freshness().shareable();
      }
    }
    Offer.Freshness freshness = new Offer.Freshness(ttl == Long.MAX_VALUE ? 0 : ttl, shareable);
    return new Offer(hop.revision().era(), hop.server(), lists, freshness);
  }

  @Override
  public void listChanged(CapabilityKind kind) {
    stale.offer(kind);
    if (kind == CapabilityKind.RESOURCE) {
      // One notification covers both lists of resources.
      stale.offer(CapabilityKind.RESOURCE_TEMPLATE);
    }
  }

  @Override
  public void notified(Notification notification) {
    notifications.accept(notification);
  }

  /**
   * From now on a loss is passed on, also one that came before: nobody waits for this connection
   * any more.
   */
  void arm() {
    String cause;
    synchronized (this) {
      armed = true;
      cause = lossCause;
    }
    if (cause != null) {
      losses.accept(cause);
    }
  }

  @Override
  public void lost(String cause) {
    boolean pass;
    synchronized (this) {
      lossCause = cause;
      pass = armed;
    }
    if (pass) {
      losses.accept(cause);
    }
  }

  private synchronized boolean isLost() {
    return lossCause != null;
  }
}
