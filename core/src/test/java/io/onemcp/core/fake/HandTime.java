package io.onemcp.core.fake;

import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A clock that stands still until it is turned; what falls due runs on the turning thread. */
public final class HandTime implements TimeSource {
  public static final Instant START = Instant.parse("2026-07-28T12:00:00Z");

  private final List<Due> dues = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  /**
   * Lets time pass for what waits now, and for what that itself has wait on this thread. What
   * another thread adds meanwhile is for the next turn: it may have come too late as well.
   */
  public void turn(Duration step) {
    long target = nanos() + step.toNanos();
    Set<Due> mine = known();
    for (Optional<Due> due = take(target, mine); due.isPresent(); due = take(target, mine)) {
      due.get().action().run();
    }
    synchronized (this) {
      nanos = target;
    }
  }

  /** Returns the delays that wait for their time, shortest first. */
  public synchronized List<Duration> waiting() {
    return dues.stream().map(due -> Duration.ofNanos(due.at() - nanos)).sorted().toList();
  }

  synchronized Runnable after(Duration delay, Runnable action) {
    Due due = new Due(nanos + delay.toNanos(), action, Thread.currentThread());
    dues.add(due);
    notifyAll();
    return () -> forget(due);
  }

  /** Waits until some action waits for a time this far ahead. */
  public synchronized void awaitTimer(Duration delay) throws InterruptedException {
    long deadline = System.nanoTime() + Waiting.PATIENCE.toNanos();
    while (!waiting().contains(delay)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError("no timer of " + delay + " but " + waiting());
      }
      wait(left);
    }
  }

  private synchronized void forget(Due due) {
    dues.remove(due);
  }

  private synchronized Set<Due> known() {
    return Set.copyOf(dues);
  }

  private synchronized Optional<Due> take(long target, Set<Due> known) {
    Thread here = Thread.currentThread();
    Optional<Due> next =
        dues.stream()
            .filter(due -> due.at() <= target)
            .filter(due -> known.contains(due) || due.by().equals(here))
            .min(Comparator.comparingLong(Due::at));
    next.ifPresent(due -> {
      dues.remove(due);
      nanos = Math.max(nanos, due.at());
    });
    return next;
  }

  private record Due(long at, Runnable action, Thread by) {}
}
