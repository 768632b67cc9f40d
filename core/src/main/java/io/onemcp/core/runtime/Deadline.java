package io.onemcp.core.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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
  private final Tasks.Task limit;
  private volatile Tasks.Task timer;
  private volatile boolean closed;

  private Deadline(Tasks tasks, Duration bound, Duration limit) {
    this.tasks = tasks;
    this.bound = bound;
    this.timer = tasks.after(bound, this::due);
    this.limit = limit.compareTo(bound) > 0 ? tasks.after(limit, interruption::strike) : () -> {};
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
    if (expired() || (!alive.getAndSet(false) && holds.get() == 0)) {
      interruption.insist();
    }
    if (!closed) {
      timer = tasks.after(expired() && bound.compareTo(PATIENCE) < 0 ? PATIENCE : bound, this::due);
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.cancel();
    limit.cancel();
    interruption.close();
  }
}
