package io.onemcp.adapters.stdio;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The leaders of the process groups that there are, for one thread that tells each change to
 * somebody. As large as the number of children. Safe for use by many threads.
 */
final class Leaders implements AutoCloseable {
  private static final long CHECK_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Long> all = new HashSet<>();
  private boolean closed;

  void add(long leader) {
    lock.lock();
    try {
      all.add(leader);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void remove(long leader) {
    lock.lock();
    try {
      all.remove(leader);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody is to be told any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the leaders as soon as they are others than those known, after five seconds in any
   * case; nothing once this is closed and all is known.
   */
  Optional<Set<Long>> awaitOther(Set<Long> known) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean timeLeft = true;
      while (!closed && timeLeft && all.equals(known)) {
        timeLeft = changed.await(CHECK_SECONDS, TimeUnit.SECONDS);
      }
      return closed && all.equals(known) ? Optional.empty() : Optional.of(Set.copyOf(all));
    } finally {
      lock.unlock();
    }
  }
}
