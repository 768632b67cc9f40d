package io.onemcp.adapters.stdio;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a text that goes on and on. Safe for use by many threads. */
final class LineTail {
  private static final int MAX_LINES = 100;
  private static final int MAX_LENGTH = 1_000;

  private final Deque<String> lines = new ArrayDeque<>();

  /** Adds a line; what is longer than a thousand characters is cut off. */
  synchronized void add(String line) {
    if (lines.size() == MAX_LINES) {
      lines.removeFirst();
    }
    lines.addLast(line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line);
  }

  /** Returns the lines, oldest first. */
  synchronized String text() {
    return String.join("\n", lines);
  }

  /** Returns the last line; empty where there is none. */
  synchronized String lastLine() {
    return lines.isEmpty() ? "" : lines.getLast();
  }
}
