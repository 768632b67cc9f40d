package io.onemcp.core.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that armed it when time is up, so that every wait ends in the one way that
 * cancellation uses too; if the work goes on all the same, it is interrupted again when as much
 * time has passed once more. A sign of life gives it more time, up to a limit. Closing disarms it.
 */
public final class Deadline implements AutoCloseable {
  /** Shortest time before work that did not end is interrupted once more. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Interruption interruption = new Interruption();
  private final AtomicBoolean alive = new AtomicBoolean();
  private final AtomicInteger holds = new AtomicInteger();
  private final Tasks tasks;
  private final Duration bound;

  /** What is left of the time in all when the timer strikes next; null where there is no limit. */
  private volatile @Nullable Duration left;

  private volatile Tasks.Task timer;
  private volatile boolean closed;

  private Deadline(Tasks tasks, Duration bound, Duration limit) {
    this.tasks = tasks;
    this.bound = bound;
    this.left = limit.compareTo(bound) > 0 ? limit.minus(bound) : null;
    this.timer = tasks.after(bound, this::due);
  }

  /** Arms a deadline for the calling thread. */
  public static Deadline arm(Tasks tasks, Duration bound) {
    return new Deadline(tasks, bound, bound);
  }

  /**
   * Arms a deadline for the calling thread that signs of life put off.
   *
   * @param bound longest silence; it strikes within twice that time after the last sign
   * @param limit longest time in all
   */
  public static Deadline arm(Tasks tasks, Duration bound, Duration limit) {
    return new Deadline(tasks, bound, limit);
  }

  /** The work goes on: silence is counted anew. Any thread may call this. */
  public void signOfLife() {
    alive.set(true);
  }

  /**
   * Silence does not count for a while, because somebody else is waited for; the limit in all does.
   * To be followed by one {@link #goOn}. Any thread may call this.
   */
  public void hold() {
    holds.incrementAndGet();
  }

  /** Ends a hold: silence is counted anew. */
  public void goOn() {
    alive.set(true);
    holds.decrementAndGet();
  }

  /** Returns whether time ran out. */
  public boolean expired() {
    return interruption.struck();
  }

  private void due() {
    boolean over = Duration.ZERO.equals(left);
    boolean silent = !alive.getAndSet(false) && holds.get() == 0;
    if (expired() || over || silent) {
      interruption.insist();
    }
    if (!closed) {
      timer = tasks.after(next(), this::due);
    }
  }

  private Duration next() {
    if (expired()) {
      return bound.compareTo(PATIENCE) < 0 ? PATIENCE : bound;
    }
    Duration rest = left;
    Duration step = rest == null || rest.compareTo(bound) > 0 ? bound : rest;
    left = rest == null ? null : rest.minus(step);
    return step;
  }

  @Override
  public void close() {
    closed = true;
    timer.cancel();
    interruption.close();
  }
}
