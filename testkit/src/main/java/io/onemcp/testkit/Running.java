package io.onemcp.testkit;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work on a virtual thread, whose outcome a test waits for. */
public final class Running<T> {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable T result;
  private volatile @Nullable Throwable failure;

  private Running(Callable<T> work) {
    this.thread = Thread.ofVirtual().name("running").unstarted(() -> run(work));
  }

  /** Starts the work. */
  public static <T> Running<T> start(Callable<T> work) {
    Running<T> running = new Running<>(work);
    running.thread.start();
    return running;
  }

  /** Interrupts the work. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Waits, for 20 seconds at most, for the result; what the work threw is thrown again. */
  public T result() throws InterruptedException {
    Optional<Throwable> thrown = failure();
    T known = result;
    if (thrown.isPresent() || known == null) {
      throw new AssertionError("the work failed", thrown.orElse(null));
    }
    return known;
  }

  /** Waits, for 20 seconds at most, for the end, and returns what the work threw, if it did. */
  public Optional<Throwable> failure() throws InterruptedException {
    if (!done.await(2 * Received.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the work did not end within 20 s");
    }
    return Optional.ofNullable(failure);
  }

  /** Waits, without bound, until the work waits for something, or has ended. */
  public void awaitWaiting() {
    while (!isDone() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Returns whether the work has ended. */
  public boolean isDone() {
    return done.getCount() == 0;
  }

  private void run(Callable<T> work) {
    try {
      result = work.call();
    } catch (Exception | Error e) {
      failure = e;
    } finally {
      done.countDown();
    }
  }
}
