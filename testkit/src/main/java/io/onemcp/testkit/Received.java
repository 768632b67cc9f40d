package io.onemcp.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a scripted peer or listener took in, in order, for tests to wait for. Safe for use by many
 * threads.
 */
public final class Received<T> {
  /** Longest wait for something that ought to come, in milliseconds. */
  static final long PATIENCE_MILLIS = 10_000;

  private final List<T> all = new ArrayList<>();

  /** Adds what came in. */
  public synchronized void add(T next) {
    all.add(next);
    notifyAll();
  }

  /** Returns everything so far, oldest first. */
  public synchronized List<T> all() {
    return List.copyOf(all);
  }

  /** Forgets everything so far. */
  public synchronized void clear() {
    all.clear();
  }

  /** Forgets one. */
  synchronized void remove(T gone) {
    all.remove(gone);
  }

  /** Waits, for 10 seconds at most, for the first one that fits, also among those already here. */
  public T await(String what, Predicate<? super T> fits) throws InterruptedException {
    return await(what, 1, fits).getFirst();
  }

  /** Waits, for 10 seconds at most, until so many fit, and returns those that do. */
  public synchronized List<T> await(String what, int count, Predicate<? super T> fits)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    List<T> fitting = all.stream().filter(fits).toList();
    while (fitting.size() < count) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("no " + what + " came within 10 s, only " + all);
      }
      wait(left);
      fitting = all.stream().filter(fits).toList();
    }
    return fitting;
  }
}
