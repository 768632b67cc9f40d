package io.onemcp.core.runtime;

import java.time.Duration;

/**
 * Interrupts the thread that armed it when time is up, so that every wait ends in the one way that
 * cancellation uses too. Closing disarms it.
 */
public final class Deadline implements AutoCloseable {
  private final Interruption interruption = new Interruption();
  private final Tasks.Task timer;

  private Deadline(Tasks tasks, Duration bound) {
    this.timer = tasks.after(bound, interruption::strike);
  }

  /** Arms a deadline for the calling thread. */
  public static Deadline arm(Tasks tasks, Duration bound) {
    return new Deadline(tasks, bound);
  }

  /** Returns whether time ran out. */
  public boolean expired() {
    return interruption.struck();
  }

  @Override
  public void close() {
    timer.cancel();
    interruption.close();
  }
}
