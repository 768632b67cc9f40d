package io.onemcp.app.embedded.system;

import io.onemcp.core.runtime.Carrier;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads, daemon platform threads, and one timer thread. Safe for use by many threads;
 * what is started after the end does not run.
 */
public final class SystemTasks implements Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTasks.class);
  private static final Task NOTHING = () -> {};

  private final Duration patience;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;
  private final Optional<LoopCarriers> carriers;
  private volatile boolean closed;

  /**
   * Makes tasks that all may run.
   *
   * @param patience how long closing waits, in total, for interrupted work to end
   */
  public SystemTasks(Duration patience) {
    this.patience = patience;
    this.timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.carriers =
        VirtualThreads.find().map(threads -> new LoopCarriers(threads, this::after, this::begin));
  }

  @Override
  public Task start(String name, Runnable work) {
    return carriers.isPresent()
        ? begin(name, work, carriers.get()::make)
        : begin(name, work, (label, whole) -> Thread.ofVirtual().name(label).unstarted(whole));
  }

  @Override
  public Task startPlatform(String name, Runnable work) {
    return begin(name, work, PlainThread::new);
  }

  @Override
  public Carrier carrier(Executor loop) {
    return carriers.map(known -> known.of(loop)).orElseGet(() -> Tasks.super.carrier(loop));
  }

  @Override
  public Optional<Executor> carrying() {
    return LoopCarriers.carrying();
  }

  @Override
  public void mayTakeLong() {
    LoopCarriers.leave();
  }

  @Override
  public void afterTurn(Runnable action) {
    LoopCarriers.afterTurn(action);
  }

  @Override
  public void together(Runnable work) {
    PlainThread.together(work);
  }

  @Override
  public Task after(Duration delay, Runnable action) {
    try {
      Future<?> due =
          timer.schedule(() -> logged("timer", action), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> due.cancel(false);
    } catch (RejectedExecutionException _) {
      return NOTHING;
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    carriers.ifPresent(LoopCarriers::end);
    running.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : running) {
        awaitEnd(thread, deadline);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Task begin(String name, Runnable work, LoopCarriers.Maker maker) {
    Thread thread = maker.make(name, () -> run(name, work));
    running.add(thread);
    if (closed) {
      running.remove(thread);
      return NOTHING;
    }
    thread.start();
    return thread::interrupt;
  }

  private void run(String name, Runnable work) {
    try {
      // A close between the last look at it and the start of this thread has interrupted nobody.
      if (!closed) {
        logged(name, work);
      }
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private static void logged(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("task \"{}\" failed", name, e);
    }
  }

  private static void awaitEnd(Thread thread, long deadline) throws InterruptedException {
    if (thread.equals(Thread.currentThread()) || thread.getState() == Thread.State.NEW) {
      return;
    }
    long left = Math.max(1, deadline - System.nanoTime());
    if (!thread.join(Duration.ofNanos(left))) {
      LOG.warn("task \"{}\" did not end when it was interrupted", thread.getName());
    }
  }
}
