package io.onemcp.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The lines of one output stream of a process, as far as they came; a thread of its own reads them.
 */
final class OutputLines {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private OutputLines() {}

  /** Reads the stream until its end. */
  static OutputLines of(InputStream stream) {
    OutputLines output = new OutputLines();
    Thread.ofPlatform().daemon().name("output of a child").start(() -> output.readAll(stream));
    return output;
  }

  private void readAll(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line, false);
      }
      add("", true);
    } catch (IOException e) {
      add("(the stream broke: " + e + ")", true);
    }
  }

  private void add(String line, boolean last) {
    lock.lock();
    try {
      if (!line.isEmpty() || !last) {
        lines.add(line);
      }
      ended = last;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Everything so far. */
  List<String> all() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  /** The first line like this; empty if the time is over or the stream ended without one. */
  Optional<String> await(Predicate<String> wanted, Duration within) {
    lock.lock();
    try {
      long left = within.toNanos();
      int looked = 0;
      while (true) {
        for (; looked < lines.size(); looked++) {
          if (wanted.test(lines.get(looked))) {
            return Optional.of(lines.get(looked));
          }
        }
        if (ended || left <= 0) {
          return Optional.empty();
        }
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end of the stream, but not longer than this: a grandchild may keep it open. */
  void awaitEnd(Duration within) {
    await(_ -> false, within);
  }
}
