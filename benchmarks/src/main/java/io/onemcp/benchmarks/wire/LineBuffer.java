package io.onemcp.benchmarks.wire;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts what arrives in chunks of any size into lines. */
public final class LineBuffer {
  private static final int FIRST = 1 << 16;

  private byte[] rest = new byte[FIRST];
  private int length;

  /** Takes the first {@code count} bytes of a chunk, and hands over each line that is complete. */
  public void add(byte[] chunk, int count, Consumer<byte[]> onLine) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        onLine.accept(line(chunk, start, i));
        start = i + 1;
      }
    }
    keep(chunk, start, count);
  }

  private byte[] line(byte[] chunk, int from, int to) {
    if (length == 0) {
      return Arrays.copyOfRange(chunk, from, to);
    }
    keep(chunk, from, to);
    byte[] whole = Arrays.copyOf(rest, length);
    length = 0;
    return whole;
  }

  private void keep(byte[] chunk, int from, int to) {
    int more = to - from;
    if (length + more > rest.length) {
      rest = Arrays.copyOf(rest, Math.max(rest.length * 2, length + more));
    }
    System.arraycopy(chunk, from, rest, length, more);
    length += more;
  }
}
