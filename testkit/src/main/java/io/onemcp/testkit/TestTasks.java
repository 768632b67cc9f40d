package io.onemcp.testkit;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real threads for tests. What a task threw is kept, so that a test can assert that none did. */
public final class TestTasks implements Tasks {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Optional<FakeTime> time;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Makes tasks whose delays are those of the machine's clock. */
  public TestTasks() {
    this.time = Optional.empty();
  }

  /** Makes tasks whose delays pass when {@code time} is advanced. */
  public TestTasks(FakeTime time) {
    this.time = Optional.of(time);
  }

  @Override
  public Task start(String name, Runnable work) {
    return begin(Thread.ofVirtual().name(name), work);
  }

  @Override
  public Task startPlatform(String name, Runnable work) {
    return begin(Thread.ofPlatform().daemon().name(name), work);
  }

  @Override
  public Task after(Duration delay, Runnable action) {
    return time.map(clock -> clock.after(delay, () -> unlessClosed(action)))
        .orElseGet(() -> start("timer", () -> delayed(delay, action)));
  }

  /** Returns what tasks threw, oldest first. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Returns how many threads run. */
  public int running() {
    return running.size();
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Thread::interrupt);
    try {
      for (Thread thread : running) {
        if (!thread.equals(Thread.currentThread())) {
          thread.join(PATIENCE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Task begin(Thread.Builder builder, Runnable work) {
    Thread thread =
        builder.unstarted(() -> {
          try {
            unlessClosed(work);
          } finally {
            running.remove(Thread.currentThread());
          }
        });
    running.add(thread);
    thread.start();
    return thread::interrupt;
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

  private static void delayed(Duration delay, Runnable action) {
    try {
      if (!new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
        action.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
