package io.onemcp.adapters.stdio;

import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small shell process beside ours that ends all children when ours is gone, also by {@code kill
 * -9}: it learns that by the end of a pipe. It starts with the first child; one that ends before
 * its time is replaced. Safe for use by many threads.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final int MAX_STARTS = 10;
  private static final long END_SECONDS = 3;

  private final Tasks tasks;
  private final WatchdogScript script;
  private final Leaders leaders = new Leaders();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  Watchdog(Tasks tasks, WatchdogScript script) {
    this.tasks = tasks;
    this.script = script;
  }

  /** From now on the group of this leader ends with us. */
  void watch(long leader) {
    leaders.add(leader);
    if (begun.compareAndSet(false, true)) {
      tasks.start("watchdog", this::serve);
    }
  }

  /** The group of this leader has ended: its number may become somebody else's. */
  void release(long leader) {
    leaders.remove(leader);
  }

  /** Lets it end what is left of the children, and waits, not for long, until that is done. */
  @Override
  public void close() {
    leaders.close();
    try {
      if (begun.get() && !ended.await(END_SECONDS + 1, TimeUnit.SECONDS)) {
        LOG.warn("the watchdog takes long to end");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try {
      for (int starts = 0; starts < MAX_STARTS; starts++) {
        if (hasServed(script.start())) {
          return;
        }
        LOG.warn("the watchdog has ended before its time");
      }
      LOG.error("no watchdog stays: children may survive if the gateway is killed");
    } catch (IOException e) {
      LOG.warn("there is no watchdog: children may survive if the gateway is killed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** Keeps one process informed to its end; returns whether it ended because it was to. */
  private boolean hasServed(Process process) throws InterruptedException {
    boolean over = inform(process);
    if (over && !process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("the watchdog has much to end, and goes on without us");
    }
    return over;
  }

  /** Tells a process which groups there are, and at last, by the end of its input, to act. */
  private boolean inform(Process process) throws InterruptedException {
    try (OutputStream out = process.getOutputStream()) {
      Set<Long> told = Set.of();
      while (process.isAlive()) {
        Optional<Set<Long>> wanted = leaders.awaitOther(told);
        if (wanted.isEmpty()) {
          return true;
        }
        out.write(WatchdogScript.news(told, wanted.get()));
        out.flush();
        told = wanted.get();
      }
    } catch (IOException e) {
      LOG.debug("the watchdog does not listen", e);
    }
    return false;
  }
}
