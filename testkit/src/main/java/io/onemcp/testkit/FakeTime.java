package io.onemcp.testkit;

import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until the test advances it. Safe for use by many threads. */
public final class FakeTime implements TimeSource {
  private static final Instant START = Instant.parse("2026-07-28T12:00:00Z");

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

  /** Lets time pass; what falls due runs on this thread, in the order of its time. */
  public void advance(Duration step) {
    long target = nanos() + step.toNanos();
    for (Due next = nextDue(target); next != null; next = nextDue(target)) {
      next.action().run();
    }
    synchronized (this) {
      nanos = target;
    }
  }

  /** Returns how many actions wait for their time. */
  public synchronized int waiting() {
    dues.removeIf(due -> due.cancelled().get());
    return dues.size();
  }

  Tasks.Task after(Duration delay, Runnable action) {
    Due due = new Due(nanos() + delay.toNanos(), action, new AtomicBoolean());
    synchronized (this) {
      dues.add(due);
    }
    return () -> due.cancelled().set(true);
  }

  private synchronized @Nullable Due nextDue(long target) {
    dues.removeIf(due -> due.cancelled().get());
    Due next =
        dues.stream()
            .filter(due -> due.at() <= target)
            .min(Comparator.comparingLong(Due::at))
            .orElse(null);
    if (next != null) {
      dues.remove(next);
      nanos = Math.max(nanos, next.at());
    }
    return next;
  }

  private record Due(long at, Runnable action, AtomicBoolean cancelled) {}
}
