package io.onemcp.core.fake;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real threads, and delays of a clock that is turned by hand. */
public final class RealTasks implements Tasks {
  private final HandTime time;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  public RealTasks(HandTime time) {
    this.time = time;
  }

  @Override
  public Task start(String name, Runnable work) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
    running.add(thread);
    thread.start();
    return thread::interrupt;
  }

  @Override
  public Task startPlatform(String name, Runnable work) {
    return start(name, work);
  }

  @Override
  public Task after(Duration delay, Runnable action) {
    return time.after(delay, () -> unlessClosed(action))::run;
  }

  /** Returns what tasks threw. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Returns the names of threads that run. */
  public List<String> running() {
    return running.stream().map(Thread::getName).sorted().toList();
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Thread::interrupt);
    try {
      for (Thread thread : running) {
        thread.join(Waiting.PATIENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Runnable work) {
    try {
      unlessClosed(work);
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private void unlessClosed(Runnable work) {
    if (closed) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }
}
