package io.onemcp.adapters.http.outbound;

import io.onemcp.core.runtime.Tasks;
import io.onemcp.testkit.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** Tasks of which all are said to be carried by one real event loop, or none. */
final class LoopTasks implements Tasks {
  private final Tasks tasks;
  private final Optional<XnioWorker> worker;
  private final Optional<Executor> loop;
  private final AtomicInteger longWork = new AtomicInteger();

  LoopTasks(Tasks tasks, boolean carried) {
    this.tasks = tasks;
    this.worker = carried ? Optional.of(worker()) : Optional.empty();
    this.loop = worker.map(XnioWorker::getIoThread);
  }

  private static XnioWorker worker() {
    try {
      return Xnio.getInstance()
          .createWorker(
              OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the loop, where there is one. */
  XnioIoThread loop() {
    return worker.orElseThrow().getIoThread();
  }

  /** Waits until the loop has looked at its connections, several times. */
  void letTheLoopTurn() throws InterruptedException {
    Running.start(
            () -> {
              for (int i = 0; i < 10; i++) {
                CountDownLatch turned = new CountDownLatch(1);
                loop().execute(turned::countDown);
                turned.await();
              }
              return true;
            })
        .result();
  }

  @Override
  public Optional<Executor> carrying() {
    return loop;
  }

  @Override
  public void mayTakeLong() {
    longWork.incrementAndGet();
  }

  /** Returns how often a thread was said to be kept for long. */
  int longWork() {
    return longWork.get();
  }

  @Override
  public Task start(String name, Runnable work) {
    return tasks.start(name, work);
  }

  @Override
  public Task startPlatform(String name, Runnable work) {
    return tasks.startPlatform(name, work);
  }

  @Override
  public Task after(Duration delay, Runnable action) {
    return tasks.after(delay, action);
  }

  /** Ends the loop; tasks go on. */
  void endLoop() {
    worker.ifPresent(XnioWorker::shutdownNow);
  }

  @Override
  public void close() {
    tasks.close();
    endLoop();
  }
}
