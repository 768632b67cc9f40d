package io.onemcp.core.runtime;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A way to interrupt one piece of work of one thread, and never what that thread does afterwards.
 * The thread that made it closes it when the work is over; an interrupt that came from here is
 * taken back then.
 */
public final class Interruption implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.ARMED);
  private volatile boolean struck;

  /** Interrupts the work, unless it is over or was struck already. Any thread may call this. */
  public void strike() {
    if (!struck) {
      insist();
    }
  }

  /**
   * Interrupts the work, once more if need be, unless it is over: the end of an inner bound may
   * have taken the first interrupt for its own. Any thread may call this.
   */
  void insist() {
    if (phase.compareAndSet(Phase.ARMED, Phase.STRIKING)) {
      struck = true;
      thread.interrupt();
      phase.set(Phase.ARMED);
    }
  }

  /** Returns whether the work was interrupted from here. */
  public boolean struck() {
    return struck;
  }

  @Override
  public void close() {
    while (!phase.compareAndSet(Phase.ARMED, Phase.OVER)) {
      if (phase.get() == Phase.OVER) {
        return;
      }
      Thread.onSpinWait();
    }
    if (struck) {
      Thread.interrupted();
    }
  }

  private enum Phase {
    ARMED,
    STRIKING,
    OVER
  }
}
