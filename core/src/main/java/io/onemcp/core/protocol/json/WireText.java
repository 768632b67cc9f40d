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
  private final List<ByteBuffer> ranges;
  private final int length;

  private WireText(List<ByteBuffer> ranges) {
    this.ranges = ranges;
    int sum = 0;
    for (ByteBuffer range : ranges) {
      sum = Math.addExact(sum, range.remaining());
    }
    this.length = sum;
  }

  static WireText of(byte[] source, int from, int to) {
    return new WireText(List.of(range(source, from, to)));
  }

  static WireText ofRanges(List<ByteBuffer> ranges) {
    return new WireText(List.copyOf(ranges));
  }

  static ByteBuffer range(byte[] source, int from, int to) {
    return ByteBuffer.wrap(source, from, to - from).asReadOnlyBuffer();
  }

  /** Returns a text of its own. */
  public static WireText of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /** Returns the given texts one behind the other. */
  public static WireText concat(WireText... parts) {
    List<ByteBuffer> all = new ArrayList<>();
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
    return ranges.stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
  }

  /** Returns the whole text in one array. */
  public byte[] toByteArray() {
    byte[] all = new byte[length];
    int at = 0;
    for (ByteBuffer range : ranges) {
      int size = range.remaining();
      range.duplicate().get(all, at, size);
      at += size;
    }
    return all;
  }

  /** Writes the whole text. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(toByteArray());
  }

  @Override
  public String toString() {
    return new String(toByteArray(), StandardCharsets.UTF_8);
  }
}
