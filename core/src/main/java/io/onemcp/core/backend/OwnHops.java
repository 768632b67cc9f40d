package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions with one backend that belong to single clients, because the backend may ask that
 * client back. Opened by the first call that needs one, kept for the next, closed when their owner
 * goes or when they were idle for long, without {@link OwnSubscriptions}. Bounded in number.
 */
final class OwnHops implements OwnSessions {
  /** Most sessions of single clients at one backend. */
  static final int MAX = 256;

  /** Most sessions for one client that exist because its calls cannot share one. */
  static final int MAX_OF_OWNER = 16;

  private static final Logger LOG = LoggerFactory.getLogger(OwnHops.class);
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** How often a session is opened anew that had subscriptions, and half of the first pause. */
  private static final int RESTORE_ATTEMPTS = 10;

  private static final Duration RESTORE_PAUSE = Duration.ofMillis(500);

  private final List<OwnHop> slots = new ArrayList<>();
  private final Supplier<BackendDefinition> definition;
  private final Dialer dialer;
  private final Surroundings around;
  private final Consumer<CapabilityKind> changes;
  private final OwnSubscriptions subscriptions = new OwnSubscriptions();
  private boolean closed;

  OwnHops(
      Supplier<BackendDefinition> definition,
      Dialer dialer,
      Surroundings around,
      Consumer<CapabilityKind> changes) {
    this.definition = definition;
    this.dialer = dialer;
    this.around = around;
    this.changes = changes;
  }

  /**
   * Carries a call out on a session of these terms. That one has ended may be found out by the very
   * call, which goes to another one then: nothing of it was carried out.
   */
  Response call(HopTerms terms, Call call) throws InterruptedException {
    for (int others = MAX_OF_OWNER; ; others--) {
      OwnHop slot = take(terms);
      try {
        return call(slot, terms, call);
      } catch (BackendUnreachableException e) {
        if (!slot.isFailed() || others == 0) {
          throw e;
        }
        LOG.debug("a session of one client has ended unseen: {}", e.getMessage());
      }
    }
  }

  private Response call(OwnHop slot, HopTerms terms, Call call) throws InterruptedException {
    try {
      Hop hop = slot.await();
      if (terms.level().isPresent()) {
        hop.wantLog(terms.level().get());
      }
      Response response = hop.call(call);
      TaskLife.of(hop, response).ifPresent(life -> hold(slot, life));
      subscriptions.noted(terms.key(), call, response);
      return response;
    } finally {
      release(slot);
    }
  }

  private OwnHop take(HopTerms terms) throws InterruptedException {
    OwnHop slot;
    synchronized (this) {
      OwnHop free = find(terms);
      while (free == null && !closed && isCrowded(terms)) {
        wait();
        free = find(terms);
      }
      if (free != null) {
        free.users++;
        return free;
      }
      if (closed || slots.size() >= MAX) {
        throw new BackendUnavailableException("too many sessions of single clients");
      }
      slot = new OwnHop(terms.key());
      slots.add(slot);
    }
    open(slot, terms);
    return slot;
  }

  /** The next call waits for one of the sessions that there are; its deadline bounds the wait. */
  private boolean isCrowded(HopTerms terms) {
    return slots.stream().filter(slot -> slot.key.equals(terms.key())).count() >= MAX_OF_OWNER;
  }

  private @Nullable OwnHop find(HopTerms terms) {
    for (OwnHop slot : slots) {
      boolean fits = slot.key.equals(terms.key()) && !slot.isFailed();
      if (fits && (slot.users == 0 || !terms.exclusive() || slot.tellsQuestionsApart())) {
        return slot;
      }
    }
    return null;
  }

  private void open(OwnHop slot, HopTerms terms) throws InterruptedException {
    boolean opened = false;
    try {
      opened = dial(terms, slot);
    } finally {
      if (!opened) {
        drop(slot, "could not be opened");
      }
    }
  }

  private boolean dial(HopTerms terms, OwnHop slot) throws InterruptedException {
    Deadline deadline = Deadline.arm(around.tasks(), definition.get().connectTimeout());
    try (deadline) {
      Hop hop = dialer.dial(definition.get(), new OwnEar(terms, slot), terms);
      boolean kept = false;
      try {
        hop.listen();
        if (terms.level().isPresent()) {
          hop.wantLog(terms.level().get());
        }
        subscriptions.renew(terms, definition.get().name(), hop);
        kept = settle(slot, hop);
      } finally {
        if (!kept) {
          hop.close();
        }
      }
      return kept;
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
      throw new BackendUnavailableException("no handshake in time for a session of one client");
    }
  }

  /** Hands the session to those who wait for it, unless it was given up in the meantime. */
  private synchronized boolean settle(OwnHop slot, Hop hop) {
    boolean wanted = slots.contains(slot);
    if (wanted) {
      slot.settle(hop);
    }
    return wanted;
  }

  @Override
  public void setLevel(String owner, LogLevel level) throws InterruptedException {
    for (OwnHop slot : matching(slot -> slot.key.owner().equals(owner))) {
      Hop hop = slot.hop;
      if (hop != null) {
        Deadline deadline = Deadline.arm(around.tasks(), definition.get().requestTimeout());
        try (deadline) {
          setLevel(hop, level);
        } catch (InterruptedException e) {
          if (!deadline.expired()) {
            throw e;
          }
        } catch (GatewayException e) {
          LOG.debug("a session of a client was not told how much to log: {}", e.getMessage());
        }
      }
    }
  }

  private static void setLevel(Hop hop, LogLevel level) throws InterruptedException {
    if (hop.server().declares("logging")) {
      hop.call(Call.of(Methods.SET_LOG_LEVEL, new JsonWriter().put("level", level.wire()).json()));
    }
  }

  private void release(OwnHop slot) {
    synchronized (this) {
      slot.users--;
      slot.lastUse = around.time().nanos();
      notifyAll();
    }
  }

  /** A session goes on for as long as a task that lives in it. */
  private synchronized void hold(OwnHop slot, Duration life) {
    slot.held = true;
    slot.heldUntil = around.time().nanos() + life.toNanos();
  }

  private void drop(OwnHop slot, String cause) {
    synchronized (this) {
      slots.remove(slot);
      notifyAll();
    }
    slot.fail(cause);
    slot.close();
  }

  @Override
  public void tell(String owner, Notification notification) throws InterruptedException {
    for (OwnHop slot : matching(slot -> slot.key.owner().equals(owner))) {
      Hop hop = slot.hop;
      if (hop != null) {
        hop.tell(notification);
      }
    }
  }

  @Override
  public void forget(String owner) {
    subscriptions.forget(owner);
    closeAll(remove(slot -> slot.key.owner().equals(owner)));
  }

  /** Returns whether there are any. */
  synchronized boolean exist() {
    return !slots.isEmpty();
  }

  @Override
  public void sweep() {
    long now = around.time().nanos();
    long oldest = now - IDLE.toNanos();
    closeAll(
        remove(slot ->
            slot.users == 0
                && slot.lastUse - oldest < 0
                && !slot.isHeld(now)
                && !subscriptions.has(slot.key)));
  }

  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    closeAll(remove(_ -> true));
  }

  /** Opens a session for subscriptions that lost theirs; the next call tries once more, too. */
  private void restore(HopTerms terms, int attempt) {
    if (!subscriptions.has(terms.key()) || isClosed()) {
      return;
    }
    try {
      release(take(terms));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.debug("a client's subscriptions are still lost: {}", e.getMessage());
      if (attempt < RESTORE_ATTEMPTS) {
        Duration pause = RESTORE_PAUSE.multipliedBy(1L << Math.min(attempt, 5));
        around.tasks().after(pause, () -> restoreAside(terms, attempt + 1));
      }
    }
  }

  private void restoreAside(HopTerms terms, int attempt) {
    around.tasks().start("restore-" + definition.get().name(), () -> restore(terms, attempt));
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Side by side: each may be a process that takes its time to end. */
  private void closeAll(List<OwnHop> unwanted) {
    CountDownLatch left = new CountDownLatch(unwanted.size());
    for (OwnHop slot : unwanted) {
      around
          .tasks()
          .start(
              "hangup-" + definition.get().name(),
              () -> {
                try {
                  slot.close();
                } finally {
                  left.countDown();
                }
              });
    }
    try {
      left.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<OwnHop> matching(Predicate<OwnHop> wanted) {
    return slots.stream().filter(wanted).toList();
  }

  private synchronized List<OwnHop> remove(Predicate<OwnHop> unwanted) {
    List<OwnHop> removed = new ArrayList<>();
    for (Iterator<OwnHop> all = slots.iterator(); all.hasNext(); ) {
      OwnHop slot = all.next();
      if (unwanted.test(slot)) {
        all.remove();
        removed.add(slot);
      }
    }
    return removed;
  }

  /**
   * Hears what comes on a session of one client; a list that changed there may have changed for
   * all.
   */
  private final class OwnEar implements BackendEar {
    private final HopTerms terms;
    private final OwnHop slot;

    OwnEar(HopTerms terms, OwnHop slot) {
      this.terms = terms;
      this.slot = slot;
    }

    @Override
    public void listChanged(CapabilityKind kind) {
      changes.accept(kind);
    }

    @Override
    public void notified(Notification notification) {
      terms.news().accept(definition.get().name(), notification);
    }

    @Override
    public void lost(String cause) {
      slot.fail("was lost: " + cause);
      around
          .tasks()
          .start(
              "hangup-" + definition.get().name(),
              () -> {
                drop(slot, "was lost: " + cause);
                restore(terms, 1);
              });
    }
  }
}
