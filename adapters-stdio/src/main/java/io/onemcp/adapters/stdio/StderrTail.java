package io.onemcp.adapters.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a child wrote on its standard error. Safe for use by many threads. */
final class StderrTail {
  private static final int MAX_LINES = 100;
  private static final int MAX_LINE_BYTES = 1_000;
  private static final int CHUNK = 8 << 10;

  private final Deque<String> lines = new ArrayDeque<>();
  private final byte[] line = new byte[MAX_LINE_BYTES];
  private int size;

  /** Reads until the end, so that the child never blocks on a full pipe. */
  void drain(InputStream in) {
    byte[] chunk = new byte[CHUNK];
    try (in) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        append(chunk, count);
      }
    } catch (IOException _) {
      // The pipe broke with the child: what came until then is what there is.
      endLine();
      return;
    }
    endLine();
  }

  /** Returns the lines, oldest first; one that has not ended yet is left out. */
  synchronized String text() {
    return String.join("\n", lines);
  }

  /** Returns the last line; empty where there is none. */
  synchronized String lastLine() {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  private synchronized void append(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        endLine();
      } else if (size < MAX_LINE_BYTES) {
        line[size++] = chunk[i];
      }
    }
  }

  private synchronized void endLine() {
    String text = new String(line, 0, size, StandardCharsets.UTF_8).strip();
    size = 0;
    if (text.isEmpty()) {
      return;
    }
    if (lines.size() == MAX_LINES) {
      lines.removeFirst();
    }
    lines.addLast(text);
  }
}
