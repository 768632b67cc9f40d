package io.onemcp.adapters.stdio;

import io.onemcp.core.config.StopTimes;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A child process and everything that it started. Safe for use by many threads. */
final class Child {
  /** A process that was killed is gone so soon, unless the system itself holds it up. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(1);

  private final Process process;
  private final ProcessGroups groups;
  private final Kin kin;
  private final Runnable ended;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final CountDownLatch swept = new CountDownLatch(1);

  /**
   * Takes charge of a process.
   *
   * @param process leads a group where there are groups
   * @param kin finds what it started, wherever that went
   * @param ended called once when nothing of it is left
   */
  Child(Process process, ProcessGroups groups, Kin kin, Runnable ended) {
    this.process = process;
    this.groups = groups;
    this.kin = kin;
    this.ended = ended;
  }

  long pid() {
    return process.pid();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  InputStream output() {
    return process.getInputStream();
  }

  InputStream errors() {
    return process.getErrorStream();
  }

  /** Waits for the exit and returns its code. */
  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits so long for the exit, and returns whether it came. */
  boolean awaitExit(Duration bound) throws InterruptedException {
    return process.waitFor(bound.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Kills the group and what else it started. After the exit it is to be called soon, while no
   * other process can have got the number; a second call does nothing but wait for the first.
   */
  void sweep() throws InterruptedException {
    if (sweeping.compareAndSet(false, true)) {
      try {
        groups.signal("KILL", process.pid());
        kin.kill();
      } finally {
        ended.run();
        swept.countDown();
      }
    }
    swept.await(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends the process and what it started, in phases; its input must be at its end already. An
   * interrupt skips the waits that are left.
   */
  void end(StopTimes times) {
    Set<ProcessHandle> family = new LinkedHashSet<>();
    try {
      addTo(family);
      if (!awaitExit(times.afterEndOfInput())) {
        addTo(family);
        terminate(family);
        awaitExit(times.afterTerm());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    kill(family);
  }

  private void addTo(Set<ProcessHandle> family) {
    process.descendants().forEach(family::add);
  }

  private void terminate(Set<ProcessHandle> family) {
    groups.signal("TERM", process.pid());
    process.destroy();
    family.forEach(ProcessHandle::destroy);
    kin.end();
  }

  private void kill(Set<ProcessHandle> family) {
    addTo(family);
    try {
      sweep();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    try {
      awaitExit(AFTER_KILL);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
