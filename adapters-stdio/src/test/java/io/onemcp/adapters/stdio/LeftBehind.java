package io.onemcp.adapters.stdio;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Looks for processes that bear a mark; those that have ended and wait for init have none. */
final class LeftBehind {
  private static final ProcTable PROCESSES = new ProcTable();

  private static final Pattern SHELL = Pattern.compile(".*/(sh|dash|bash|busybox)");

  private LeftBehind() {}

  /** Returns the processes whose mark names this owner. */
  static List<Long> of(long owner) {
    return PROCESSES.marks().entrySet().stream()
        .filter(
            entry -> OwnerMark.read(entry.getValue()).filter(it -> it.owner() == owner).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Waits until there are none, at most so long; returns those that there are then. */
  static List<Long> after(Duration bound, long owner) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    List<Long> left = of(owner);
    while (!left.isEmpty() && System.nanoTime() < end) {
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      left = of(owner);
    }
    return left;
  }

  /** Waits for the watchdog of a gateway, which runs a shell and bears no mark. */
  static ProcessHandle watchdog(ProcessHandle gateway) throws InterruptedException {
    for (int tries = 0; tries < 500; tries++) {
      Optional<ProcessHandle> found =
          gateway
              .children()
              .filter(it -> SHELL.matcher(it.info().command().orElse("")).matches())
              .filter(it -> PROCESSES.mark(it.pid()).isEmpty())
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("no watchdog");
  }
}
