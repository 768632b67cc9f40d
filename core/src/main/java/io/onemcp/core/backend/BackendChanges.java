package io.onemcp.core.backend;

import io.onemcp.core.event.EventBus;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;

/**
 * Counts what happens to backends, for those who wait for the next thing. Begins with the time of
 * day, so that a count of an earlier life of the runtime is another one. Safe for use by many
 * threads.
 */
public final class BackendChanges implements AutoCloseable {
  private final Tasks tasks;
  private long count;
  private boolean closed;

  public BackendChanges(EventBus events, Tasks tasks, TimeSource time) {
    this.tasks = tasks;
    this.count = time.now().toEpochMilli();
    events.subscribe(BackendEvent.class, _ -> tick());
  }

  private synchronized void tick() {
    count++;
    notifyAll();
  }

  /** Returns the count; what is looked up afterwards is at least as new. */
  public synchronized long count() {
    return count;
  }

  /** Waits until the count is another one than this, but no longer than the bound. */
  public void await(long known, Duration bound) throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, bound);
    try (deadline) {
      awaitOther(known);
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
    }
  }

  private synchronized void awaitOther(long known) throws InterruptedException {
    while (count == known && !closed) {
      wait();
    }
  }

  /** Nobody waits any more. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
