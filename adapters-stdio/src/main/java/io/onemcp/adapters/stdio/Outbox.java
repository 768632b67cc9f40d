package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.json.WireText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts on their way to one pipe, bounded: whoever adds to a full box waits until the writer has
 * taken from it. Safe for use by many threads.
 *
 * <p>A short text for an empty pipe is written by whoever brings it, which saves a change of
 * threads and cannot block. That the pipe is empty is known by answers: the other end has read what
 * it answers, and all before.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Bytes that any empty pipe takes without blocking, however little room the system gives it. */
  private static final int SURE_ROOM = 4096;

  private final int capacity;
  private final Output output;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** How far the other end has read, at least. */
  private final AtomicLong read = new AtomicLong();

  private List<WireText> texts = new ArrayList<>();

  /** How many bytes were put so far. */
  private long put;

  /** Whether somebody is at the output. */
  private boolean writing;

  /** Whether that is the writer. */
  private boolean taken;

  private boolean closed;

  Outbox(int capacity, Output output) {
    this.capacity = capacity;
    this.output = output;
  }

  /** Where texts go. */
  @FunctionalInterface
  interface Output {
    /** Writes a text, to its end. */
    void write(WireText text) throws IOException;
  }

  /**
   * Adds a text behind the others, or writes it.
   *
   * @return where it ends, counted from the first byte of all
   * @throws BackendUnreachableException if the box is closed, also while waiting for room
   */
  long put(WireText text) throws InterruptedException {
    long end;
    lock.lockInterruptibly();
    try {
      while (texts.size() >= capacity && !closed) {
        changed.await();
      }
      if (closed) {
        throw new BackendUnreachableException("the connection has ended");
      }
      boolean idle = put == read.get();
      put += text.length() + 1L;
      end = put;
      if (!idle || writing || !texts.isEmpty() || text.length() >= SURE_ROOM) {
        texts.add(text);
        changed.signalAll();
        return end;
      }
      writing = true;
    } finally {
      lock.unlock();
    }
    write(text);
    return end;
  }

  private void write(WireText text) {
    boolean written = false;
    try {
      output.write(text);
      written = true;
    } catch (IOException e) {
      LOG.debug("a pipe broke; its writer will find it so, too", e);
    } finally {
      lock.lock();
      try {
        writing = false;
        if (!written) {
          texts.addFirst(text);
        }
        if (closed || !texts.isEmpty()) {
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Takes note that the other end has read up to there, as {@link #put} counts. */
  void readTo(long end) {
    read.accumulateAndGet(end, Math::max);
  }

  /**
   * Waits for texts and takes all, to be written before this is called again; nothing once the box
   * is closed and empty.
   */
  List<WireText> takeAll() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      writing &= !taken;
      taken = false;
      while (writing || (texts.isEmpty() && !closed)) {
        changed.await();
      }
      List<WireText> all = texts;
      texts = new ArrayList<>();
      writing = true;
      taken = true;
      changed.signalAll();
      return all;
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
