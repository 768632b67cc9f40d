package io.onemcp.core.backend;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The places that requests to one backend have. Whoever finds all of them taken waits in a queue,
 * first come, first served, if there is room in it. Safe for use by many threads.
 */
final class Bulkhead {
  private final Size size;
  private final Tasks tasks;
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private int taken;

  Bulkhead(Size size, Tasks tasks) {
    this.size = size;
    this.tasks = tasks;
  }

  /**
   * Takes a place; {@link #leave()} gives it back.
   *
   * @throws BackendBusyException if there is none, and none became free in time
   */
  void enter() throws InterruptedException {
    Optional<Waiter> waiter = enterOrQueue();
    if (waiter.isPresent()) {
      await(waiter.get());
    }
  }

  private synchronized Optional<Waiter> enterOrQueue() {
    if (taken < size.places()) {
      taken++;
      return Optional.empty();
    }
    if (queue.size() >= size.queue() || !size.patience().isPositive()) {
      throw new BackendBusyException("maxQueuePerBackend", size.patience());
    }
    Waiter waiter = new Waiter();
    queue.add(waiter);
    return Optional.of(waiter);
  }

  private void await(Waiter waiter) throws InterruptedException {
    Tasks.Task timer = tasks.after(size.patience(), waiter.called::countDown);
    try {
      waiter.called.await();
    } catch (InterruptedException e) {
      if (!giveUp(waiter)) {
        leave();
      }
      throw e;
    } finally {
      timer.cancel();
    }
    if (giveUp(waiter)) {
      throw new BackendBusyException("queueWait", size.patience());
    }
  }

  /** Gives a place back, to whoever has waited longest. */
  synchronized void leave() {
    Waiter next = queue.poll();
    if (next == null) {
      taken--;
    } else {
      next.called.countDown();
    }
  }

  /** Returns whether one more would have a place at once. */
  synchronized boolean hasRoom() {
    return taken < size.places();
  }

  /** Returns how many have a place or wait for one. */
  synchronized int occupancy() {
    return taken + queue.size();
  }

  /** Leaves the queue; returns whether the waiter was still in it, and so has no place. */
  private synchronized boolean giveUp(Waiter waiter) {
    return queue.remove(waiter);
  }

  /**
   * How much goes in.
   *
   * @param places most requests under way
   * @param queue most requests that wait
   * @param patience longest time that one waits
   */
  record Size(int places, int queue, Duration patience) {}

  private static final class Waiter {
    private final CountDownLatch called = new CountDownLatch(1);
  }
}
