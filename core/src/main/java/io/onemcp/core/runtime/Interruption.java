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

  /** Interrupts the work, unless it is over or was struck already. Any thread may call this. */
  public void strike() {
    if (phase.compareAndSet(Phase.ARMED, Phase.STRIKING)) {
      thread.interrupt();
      phase.set(Phase.STRUCK);
    }
  }

  /** Returns whether the work was interrupted from here. */
  public boolean struck() {
    Phase now = phase.get();
    return now == Phase.STRIKING || now == Phase.STRUCK;
  }

  @Override
  public void close() {
    if (phase.compareAndSet(Phase.ARMED, Phase.OVER) || phase.get() == Phase.OVER) {
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
    OVER
  }
}
