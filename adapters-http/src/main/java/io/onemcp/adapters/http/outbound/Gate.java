package io.onemcp.adapters.http.outbound;

import io.onemcp.core.runtime.Tasks;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where one thread at a time waits for something that others know of. */
final class Gate {
  static final int NO_TIMEOUT = 0;

  private static final Tasks.Task NO_LIMIT = () -> {};

  private final Tasks tasks;
  private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
  private volatile boolean open;

  Gate(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Lets the one who waits through; returns whether somebody did. */
  boolean open() {
    open = true;
    Thread waits = waiting.getAndSet(null);
    LockSupport.unpark(waits);
    return waits != null;
  }

  void close() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Waits until it is open.
   *
   * @param ask is run once whoever opens it would be heard
   */
  void await(int timeoutMillis, Runnable ask) throws InterruptedIOException {
    if (open) {
      return;
    }
    AtomicBoolean late = new AtomicBoolean();
    waiting.set(Thread.currentThread());
    Tasks.Task limit = limit(timeoutMillis, late);
    try {
      ask.run();
      while (!open) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted");
        }
        if (late.get()) {
          throw new SocketTimeoutException("timed out");
        }
        LockSupport.park(this);
        // Whoever opened it for the wait before this one may have woken this one up, late.
        waiting.set(Thread.currentThread());
      }
    } finally {
      limit.cancel();
      waiting.set(null);
    }
  }

  private Tasks.Task limit(int timeoutMillis, AtomicBoolean late) {
    return timeoutMillis == NO_TIMEOUT
        ? NO_LIMIT
        : tasks.after(
            Duration.ofMillis(timeoutMillis),
            () -> {
              late.set(true);
              LockSupport.unpark(waiting.get());
            });
  }
}
