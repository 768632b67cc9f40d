package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
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
 * <p>Short texts are written by whoever brings the first of them, which saves a change of threads;
 * that cannot block while little is in the pipe. How much may be in it is known by answers: the
 * other end has read what it answers, and all before. Whoever is carried by a loop writes when the
 * loop's turn is over, for all that were put in it: a child that is woken for the first text takes
 * the processor from those who are about to put the next.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Bytes that any pipe holds without blocking, however little room the system gives it. */
  private static final int SURE_ROOM = 4096;

  private final int capacity;
  private final Output output;
  private final Tasks tasks;
  private final Runnable write = this::writeFitting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What those wait for who found the box full; apart, so that taking wakes no writer. */
  private final Condition emptied = lock.newCondition();

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

  Outbox(int capacity, Output output, Tasks tasks) {
    this.capacity = capacity;
    this.output = output;
    this.tasks = tasks;
  }

  /** Where texts go. */
  @FunctionalInterface
  interface Output {
    /** Writes texts, all to their ends. */
    void write(List<WireText> texts) throws IOException;
  }

  /**
   * Adds a text behind the others, and writes what fits, or has it written after the turn of the
   * loop that carries the calling thread, if nobody is writing.
   *
   * @return where it ends, counted from the first byte of all
   * @throws BackendUnreachableException if the box is closed, also while waiting for room
   */
  long put(WireText text) throws InterruptedException {
    boolean alone;
    long end;
    lock.lockInterruptibly();
    try {
      awaitRoom();
      alone = put == read.get();
      put += text.length() + 1L;
      end = put;
      texts.add(text);
      if (writing) {
        return end;
      }
      writing = fits();
      if (!writing) {
        changed.signalAll();
        return end;
      }
    } finally {
      lock.unlock();
    }
    if (!alone && tasks.carrying().isEmpty()) {
      giveWay();
    }
    tasks.afterTurn(write);
    return end;
  }

  /** Others who are about to bring a text do so first; one write for all costs less. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveWay() {
    Thread.yield();
  }

  private void awaitRoom() throws InterruptedException {
    while (texts.size() >= capacity && !closed) {
      emptied.await();
    }
    if (closed) {
      throw new BackendUnreachableException("the connection has ended");
    }
  }

  private boolean fits() {
    return put - read.get() <= SURE_ROOM;
  }

  private void writeFitting() {
    for (List<WireText> some = takeFitting(); !some.isEmpty(); some = takeFitting()) {
      try {
        output.write(some);
      } catch (IOException e) {
        LOG.debug("a pipe broke; its writer will find it so, too", e);
        leaveToWriter(some);
        return;
      }
    }
  }

  /**
   * Takes all texts if they fit; else whoever writes has come to an end, and the writer goes on.
   */
  private List<WireText> takeFitting() {
    lock.lock();
    try {
      if (texts.isEmpty() || !fits()) {
        writing = false;
        if (closed || !texts.isEmpty()) {
          changed.signalAll();
        }
        return List.of();
      }
      List<WireText> all = texts;
      texts = new ArrayList<>();
      emptied.signalAll();
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void leaveToWriter(List<WireText> unwritten) {
    lock.lock();
    try {
      texts.addAll(0, unwritten);
      writing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
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
      emptied.signalAll();
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
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
