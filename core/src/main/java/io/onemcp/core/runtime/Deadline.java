package io.onemcp.core.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Interrupts the thread that armed it when time is up, so that every wait ends in the one way that cancellation uses too.
 * Closing disarms it, and takes back an interrupt that came from it.
 */
public final class Deadline implements AutoCloseable {
  private final Thread thread;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.ARMED);
  private final Tasks.Task timer;

  private Deadline(Tasks tasks, Duration bound) {
    this.thread = Thread.currentThread();
    this.timer = tasks.after(bound, this::strike);
  }

  /** Arms a deadline for the calling thread. */
  public static Deadline arm(Tasks tasks, Duration bound) {
    return new Deadline(tasks, bound);
  }

  /** Returns whether time ran out. */
  public boolean expired() {
    return phase.get() == Phase.STRUCK;
  }

  private void strike() {
    if (phase.compareAndSet(Phase.ARMED, Phase.STRIKING)) {
      thread.interrupt();
      phase.set(Phase.STRUCK);
    }
  }

  @Override
  public void close() {
    timer.cancel();
    if (phase.compareAndSet(Phase.ARMED, Phase.DISARMED) || phase.get() == Phase.DISARMED) {
      return;
    }
    while (phase.get() == Phase.STRIKING) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }

  private enum Phase {
    ARMED,
    STRIKING,
    STRUCK,
    DISARMED
  }
}
