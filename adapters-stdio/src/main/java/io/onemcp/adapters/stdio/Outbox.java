package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.json.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Texts on their way to one writer, bounded: whoever adds to a full box waits until the writer has
 * taken from it. Safe for use by many threads.
 */
final class Outbox {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<WireText> texts = new ArrayList<>();
  private boolean closed;

  Outbox(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a text behind the others.
   *
   * @throws BackendUnreachableException if the box is closed, also while waiting for room
   */
  void put(WireText text) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (texts.size() >= capacity && !closed) {
        changed.await();
      }
      if (closed) {
        throw new BackendUnreachableException("the connection has ended");
      }
      texts.add(text);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for texts and takes all; nothing once the box is closed and empty. */
  List<WireText> takeAll() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (texts.isEmpty() && !closed) {
        changed.await();
      }
      List<WireText> taken = texts;
      texts = new ArrayList<>();
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more texts; those inside may still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
