package io.onemcp.core.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupts the thread that armed it when time is up, so that every wait ends in the one way that
 * cancellation uses too. A sign of life gives it more time, up to a limit. Closing disarms it.
 */
public final class Deadline implements AutoCloseable {
  private final Interruption interruption = new Interruption();
  private final AtomicBoolean alive = new AtomicBoolean();
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

  /** Returns whether time ran out. */
  public boolean expired() {
    return interruption.struck();
  }

  private void due() {
    if (!alive.getAndSet(false)) {
      interruption.strike();
    } else if (!closed) {
      timer = tasks.after(bound, this::due);
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
