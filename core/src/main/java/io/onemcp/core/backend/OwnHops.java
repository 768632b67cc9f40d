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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions with one backend that belong to single clients, because the backend may ask that
 * client back. Opened by the first call that needs one, kept for the next, closed when their owner
 * goes or when they were idle for long. Bounded in number.
 */
public final class OwnHops {
  /** Most sessions of single clients at one backend. */
  static final int MAX = 256;

  /** Most sessions for one client that exist because its calls cannot share one. */
  static final int MAX_OF_OWNER = 16;

  private static final Logger LOG = LoggerFactory.getLogger(OwnHops.class);
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final List<Slot> slots = new ArrayList<>();
  private final BackendDefinition definition;
  private final Dialer dialer;
  private final Surroundings around;
  private final Consumer<CapabilityKind> changes;
  private boolean closed;

  OwnHops(
      BackendDefinition definition,
      Dialer dialer,
      Surroundings around,
      Consumer<CapabilityKind> changes) {
    this.definition = definition;
    this.dialer = dialer;
    this.around = around;
    this.changes = changes;
  }

  /** Carries a call out on a session of these terms. */
  Response use(HopTerms terms, Work work) throws InterruptedException {
    Slot slot = take(terms);
    try {
      Hop hop = slot.await();
      if (terms.level().isPresent()) {
        hop.wantLog(terms.level().get());
      }
      Response response = work.on(hop);
      TaskLife.of(hop, response).ifPresent(life -> hold(slot, life));
      return response;
    } finally {
      release(slot);
    }
  }

  private Slot take(HopTerms terms) throws InterruptedException {
    Slot slot;
    synchronized (this) {
      Slot free = find(terms);
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
      slot = new Slot(terms.key());
      slots.add(slot);
    }
    open(slot, terms);
    return slot;
  }

  /** The next call waits for one of the sessions that there are; its deadline bounds the wait. */
  private boolean isCrowded(HopTerms terms) {
    return slots.stream().filter(slot -> slot.key.equals(terms.key())).count() >= MAX_OF_OWNER;
  }

  private @Nullable Slot find(HopTerms terms) {
    for (Slot slot : slots) {
      boolean fits = slot.key.equals(terms.key()) && !slot.isFailed();
      if (fits && (slot.users == 0 || !terms.exclusive() || slot.tellsQuestionsApart())) {
        return slot;
      }
    }
    return null;
  }

  private void open(Slot slot, HopTerms terms) throws InterruptedException {
    boolean opened = false;
    try {
      opened = dial(terms, slot);
    } finally {
      if (!opened) {
        drop(slot, "could not be opened");
      }
    }
  }

  private boolean dial(HopTerms terms, Slot slot) throws InterruptedException {
    Deadline deadline = Deadline.arm(around.tasks(), definition.connectTimeout());
    try (deadline) {
      Hop hop = dialer.dial(definition, new OwnEar(terms, slot), terms);
      boolean kept = false;
      try {
        hop.listen();
        if (terms.level().isPresent()) {
          hop.wantLog(terms.level().get());
        }
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
  private synchronized boolean settle(Slot slot, Hop hop) {
    boolean wanted = slots.contains(slot);
    if (wanted) {
      slot.settle(hop);
    }
    return wanted;
  }

  /** Tells the sessions of an owner how much log it wants; a session that fails does not matter. */
  public void setLevel(String owner, LogLevel level) throws InterruptedException {
    for (Slot slot : matching(slot -> slot.key.owner().equals(owner))) {
      Hop hop = slot.hop;
      if (hop != null) {
        Deadline deadline = Deadline.arm(around.tasks(), definition.requestTimeout());
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

  private void release(Slot slot) {
    synchronized (this) {
      slot.users--;
      slot.lastUse = around.time().nanos();
      notifyAll();
    }
  }

  /** A session goes on for as long as a task that lives in it. */
  private synchronized void hold(Slot slot, Duration life) {
    slot.held = true;
    slot.heldUntil = around.time().nanos() + life.toNanos();
  }

  private void drop(Slot slot, String cause) {
    synchronized (this) {
      slots.remove(slot);
      notifyAll();
    }
    slot.fail(cause);
    slot.close();
  }

  /** Passes a notification to the sessions of an owner. */
  public void tell(String owner, Notification notification) throws InterruptedException {
    for (Slot slot : matching(slot -> slot.key.owner().equals(owner))) {
      Hop hop = slot.hop;
      if (hop != null) {
        hop.tell(notification);
      }
    }
  }

  /** Closes the sessions of an owner that is gone. */
  public void forget(String owner) {
    closeAll(remove(slot -> slot.key.owner().equals(owner)));
  }

  /** Closes sessions that nobody used for long. */
  public void sweep() {
    long now = around.time().nanos();
    long oldest = now - IDLE.toNanos();
    closeAll(remove(slot -> slot.users == 0 && slot.lastUse - oldest < 0 && !slot.isHeld(now)));
  }

  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    closeAll(remove(_ -> true));
  }

  /** Side by side: each may be a process that takes its time to end. */
  private void closeAll(List<Slot> unwanted) {
    CountDownLatch left = new CountDownLatch(unwanted.size());
    for (Slot slot : unwanted) {
      around
          .tasks()
          .start(
              "hangup-" + definition.name(),
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

  private synchronized List<Slot> matching(Predicate<Slot> wanted) {
    return slots.stream().filter(wanted).toList();
  }

  private synchronized List<Slot> remove(Predicate<Slot> unwanted) {
    List<Slot> removed = new ArrayList<>();
    for (Iterator<Slot> all = slots.iterator(); all.hasNext(); ) {
      Slot slot = all.next();
      if (unwanted.test(slot)) {
        all.remove();
        removed.add(slot);
      }
    }
    return removed;
  }

  /** What is done with a session. */
  @FunctionalInterface
  interface Work {
    Response on(Hop hop) throws InterruptedException;
  }

  /**
   * Hears what comes on a session of one client; a list that changed there may have changed for
   * all.
   */
  private final class OwnEar implements BackendEar {
    private final HopTerms terms;
    private final Slot slot;

    OwnEar(HopTerms terms, Slot slot) {
      this.terms = terms;
      this.slot = slot;
    }

    @Override
    public void listChanged(CapabilityKind kind) {
      changes.accept(kind);
    }

    @Override
    public void notified(Notification notification) {
      terms.news().accept(definition.name(), notification);
    }

    @Override
    public void lost(String cause) {
      around.tasks().start("hangup-" + definition.name(), () -> drop(slot, "was lost: " + cause));
    }
  }

  /** One session, or the attempt to open it, which others wait for. */
  private static final class Slot {
    private final HopTerms.Key key;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile @Nullable Hop hop;
    private volatile @Nullable String failure;
    private int users = 1;
    private long lastUse;
    private boolean held;
    private long heldUntil;

    Slot(HopTerms.Key key) {
      this.key = key;
    }

    void settle(Hop opened) {
      hop = opened;
      settled.countDown();
    }

    void fail(String cause) {
      failure = cause;
      settled.countDown();
    }

    boolean isHeld(long now) {
      return held && heldUntil - now > 0;
    }

    boolean isFailed() {
      return failure != null;
    }

    boolean tellsQuestionsApart() {
      Hop current = hop;
      return current != null && current.tellsQuestionsApart();
    }

    Hop await() throws InterruptedException {
      settled.await();
      Hop current = hop;
      if (current == null) {
        throw new BackendUnavailableException("a session of its own " + failure);
      }
      return current;
    }

    void close() {
      Hop current = hop;
      if (current != null) {
        current.close();
      }
    }
  }
}
