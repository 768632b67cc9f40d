package io.onemcp.core.protocol.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text about to be written: ranges of byte arrays, in order, so that a large payload is never
 * copied to change its envelope.
 */
public final class WireText {
  private final List<Range> ranges;
  private final int length;

  private WireText(List<Range> ranges) {
    this.ranges = ranges;
    int sum = 0;
    for (Range range : ranges) {
      sum = Math.addExact(sum, range.length());
    }
    this.length = sum;
  }

  static WireText of(byte[] source, int from, int to) {
    return new WireText(List.of(new Range(source, from, to)));
  }

  static WireText ofRanges(List<Range> ranges) {
    return new WireText(List.copyOf(ranges));
  }

  /** Returns a text of its own. */
  public static WireText of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /** Returns the given texts one behind the other. */
  public static WireText concat(WireText... parts) {
    List<Range> all = new ArrayList<>();
    for (WireText part : parts) {
      all.addAll(part.ranges);
    }
    return ofRanges(all);
  }

  /** Returns the size in bytes. */
  public int length() {
    return length;
  }

  /** Returns fresh read-only buffers over the ranges, ready to be written. */
  public ByteBuffer[] buffers() {
    ByteBuffer[] buffers = new ByteBuffer[ranges.size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = ranges.get(i).buffer();
    }
    return buffers;
  }

  /** Returns the whole text in one array. */
  public byte[] toByteArray() {
    byte[] all = new byte[length];
    copyTo(all);
    return all;
  }

  /** Copies the whole text to the beginning of an array, which is long enough. */
  public void copyTo(byte[] target) {
    int at = 0;
    for (Range range : ranges) {
      System.arraycopy(range.source(), range.from(), target, at, range.length());
      at += range.length();
    }
  }

  /** Writes the whole text. */
  public void writeTo(OutputStream out) throws IOException {
    for (Range range : ranges) {
      out.write(range.source(), range.from(), range.length());
    }
  }

  @Override
  public String toString() {
    return new String(toByteArray(), StandardCharsets.UTF_8);
  }

  record Range(byte[] source, int from, int to) {
    int length() {
      return to - from;
    }

    ByteBuffer buffer() {
      return ByteBuffer.wrap(source, from, length()).asReadOnlyBuffer();
    }
  }
}
