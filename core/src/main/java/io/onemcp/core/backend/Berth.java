package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests find the hop of one backend, and wait for one that is about to come. One thread
 * puts it in and takes it out, any number may ask for it; no more than a bound wait.
 */
final class Berth {
  private static final Logger LOG = LoggerFactory.getLogger(Berth.class);

  /** How long a request that failed on the way waits for another connection to be there. */
  private static final Duration TURN = Duration.ofMillis(500);

  private static final int MAX_WAITING = 10_000;

  private final BackendRules rules;
  private final Surroundings around;
  private final Outlook outlook;
  private final Company company;
  private volatile @Nullable Hop hop;
  private int waiting;
  private volatile boolean closed;

  private volatile long lastUse;
  private volatile @Nullable Pulse pulse;

  Berth(BackendRules rules, Surroundings around, Outlook outlook, Company company) {
    this.rules = rules;
    this.around = around;
    this.outlook = outlook;
    this.company = company;
  }

  Optional<Hop> now() {
    return Optional.ofNullable(hop);
  }

  synchronized void put(Hop next) {
    hop = next;
    notifyAll();
  }

  synchronized Optional<Hop> take() {
    Optional<Hop> taken = now();
    hop = null;
    notifyAll();
    return taken;
  }

  /** Nothing will come any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Has everybody who waits look again whether there is hope. */
  synchronized void stir() {
    notifyAll();
  }

  /** Somebody makes use of it, or is about to; returns when, as the clock counts nanoseconds. */
  long used() {
    long now = around.time().nanos();
    lastUse = now;
    return now;
  }

  /** Begins to feel the pulse of the hop; the listener is told, once, why it has none any more. */
  void watch(BooleanSupplier busy, Consumer<String> onDeath) {
    now()
        .ifPresent(it -> {
          used();
          Pulse felt = new Pulse(it, rules.supervision().liveness(), around.tasks(), busy, onDeath);
          pulse = felt;
          felt.begin();
        });
  }

  /** Nobody cares for the life of the connection any more. */
  void unwatch() {
    Pulse felt = pulse;
    if (felt != null) {
      felt.end();
    }
  }

  /** Something came from the backend. */
  void heard() {
    Pulse felt = pulse;
    if (felt != null) {
      felt.heard();
    }
  }

  /** A call was given up that began then; it may have had all the time that a call may take. */
  void givenUp(long begin) {
    Pulse felt = pulse;
    boolean hadItsTime =
        around.time().nanos() - begin >= outlook.definition().requestTimeout().toNanos();
    if (felt != null && hadItsTime) {
      felt.suspect();
    }
  }

  /** Returns for how long nobody has made use of it. */
  Duration unused() {
    return Duration.ofNanos(around.time().nanos() - lastUse);
  }

  /**
   * Returns the hop; where there is none, has the backend connected if it is so only when needed,
   * or has not begun yet, and waits as long as it may for one that is about to come.
   */
  Optional<Hop> await() throws InterruptedException {
    used();
    Optional<Hop> current = now();
    if (current.isPresent()) {
      return current;
    }
    wake();
    Duration wait = rules.supervision().returnWait();
    boolean first = rules.isLazy() || outlook.mayConnectByItself();
    Instant latest = around.time().now().plus(wait);
    return await(null, () -> hasHope(latest), first ? outlook.definition().connectTimeout() : wait);
  }

  /** Has the backend connected if it is so only when needed, or has not begun yet. */
  void wake() {
    boolean waits = rules.isLazy() || outlook.mayConnectByItself();
    if (waits && outlook.state() instanceof ConnectionState.Idle) {
      outlook.wake();
    }
  }

  /**
   * Returns what {@link #await()} does.
   *
   * @throws BackendUnavailableException if there is none
   */
  Hop require() throws InterruptedException {
    Optional<Hop> found = await();
    if (found.isEmpty()) {
      ConnectionState state = outlook.state();
      throw new BackendUnavailableException(
          state.description(), state.retryIn(around.time().now()));
    }
    return found.get();
  }

  /** Waits a moment for another hop to take the place of one that is of no use. */
  void awaitOther(Hop useless) throws InterruptedException {
    Duration wait = rules.supervision().returnWait();
    Instant latest = around.time().now().plus(wait);
    Optional<Hop> other =
        await(useless, () -> hasHope(latest), wait.compareTo(TURN) < 0 ? wait : TURN);
    LOG.debug("another connection is there: {}", other.isPresent());
  }

  private boolean hasHope(Instant latest) {
    if (closed || company.canTakeOver()) {
      return false;
    }
    return switch (outlook.state()) {
      case ConnectionState.Ready _, ConnectionState.Connecting _ -> true;
      case ConnectionState.Restarting(_, var retryAt, _) -> !retryAt.isAfter(latest);
      case ConnectionState.Idle _ -> rules.isLazy() || outlook.mayConnectByItself();
      default -> false;
    };
  }

  /**
   * Waits for a hop other than the one that is of no use.
   *
   * @return empty once there is no hope, time is over, or at once if too many wait already
   */
  private Optional<Hop> await(@Nullable Hop useless, BooleanSupplier hope, Duration bound)
      throws InterruptedException {
    if (!bound.isPositive()) {
      return other(useless);
    }
    Waiter self = new Waiter();
    Tasks.Task timer = around.tasks().after(bound, () -> end(self));
    try {
      return await(useless, hope, self);
    } finally {
      timer.cancel();
    }
  }

  private synchronized Optional<Hop> await(@Nullable Hop useless, BooleanSupplier hope, Waiter self)
      throws InterruptedException {
    if (waiting >= MAX_WAITING) {
      return other(useless);
    }
    waiting++;
    try {
      while (other(useless).isEmpty() && !self.over && hope.getAsBoolean()) {
        wait();
      }
      return other(useless);
    } finally {
      waiting--;
    }
  }

  private Optional<Hop> other(@Nullable Hop useless) {
    return now().filter(it -> !Objects.equals(it, useless));
  }

  private synchronized void end(Waiter waiter) {
    waiter.over = true;
    notifyAll();
  }

  /** What is known of the backend whose hop this is. */
  interface Outlook {
    ConnectionState state();

    /** Returns whether its first dial has not ended yet. */
    boolean mayConnectByItself();

    BackendDefinition definition();

    /** Has it connected if it is not. */
    void wake();
  }

  private static final class Waiter {
    private boolean over;
  }
}
