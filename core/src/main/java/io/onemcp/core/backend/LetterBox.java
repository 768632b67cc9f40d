package io.onemcp.core.backend;

import io.onemcp.core.runtime.Tasks;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Letters that anybody may send, and the one thread that opens them in order. Bounded. */
final class LetterBox {
  private static final Logger LOG = LoggerFactory.getLogger(LetterBox.class);
  private static final int ROOM = 256;

  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>(ROOM);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Whether the thread has begun, or may not begin any more. */
  private final AtomicBoolean begun = new AtomicBoolean();

  private final Tasks tasks;
  private final Consumer<Letter> reader;
  private final Runnable lastAct;
  private volatile Tasks.@Nullable Task thread;

  /**
   * Makes an empty box.
   *
   * @param reader opens letters
   * @param lastAct runs on the same thread when no more letters are opened
   */
  LetterBox(Tasks tasks, Consumer<Letter> reader, Runnable lastAct) {
    this.tasks = tasks;
    this.reader = reader;
    this.lastAct = lastAct;
  }

  /** Begins to open letters, also those that came before, on a thread of this name. */
  void serve(String name) {
    thread = tasks.start(name, this::openAll);
  }

  /** Puts a letter in, and never waits; where there is no room it is lost, and logged. */
  void send(Letter letter) {
    if (!letters.offer(letter)) {
      LOG.error("mailbox full, {} lost", letter.getClass().getSimpleName());
    }
  }

  /** Begins to end; returns whether that is all, because no letter was ever opened. */
  boolean close() {
    Tasks.Task running = thread;
    if (begun.compareAndSet(false, true)) {
      ended.countDown();
      return true;
    }
    if (running != null) {
      running.cancel();
    }
    return false;
  }

  boolean isClosed() {
    return ended.getCount() == 0;
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private void openAll() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      while (true) {
        reader.accept(letters.take());
      }
    } catch (InterruptedException _) {
      LOG.debug("no more letters are opened");
    } finally {
      try {
        lastAct.run();
      } finally {
        ended.countDown();
      }
    }
  }
}
