package io.onemcp.core.protocol.json;

import java.util.Arrays;

/** A text that grows at its end. For one thread; unlike the JDK's, it does not lock. */
final class ByteText {
  private static final int GROWTH = 2;

  private byte[] bytes;
  private int size;

  /** Makes an empty text with room for so many bytes, one at least. */
  ByteText(int room) {
    bytes = new byte[room];
  }

  ByteText add(char ascii) {
    makeRoom(1);
    bytes[size] = (byte) ascii;
    size++;
    return this;
  }

  ByteText add(byte[] text) {
    return add(text, 0, text.length);
  }

  ByteText add(Json value) {
    return add(value.source(), value.from(), value.length());
  }

  private ByteText add(byte[] text, int from, int length) {
    makeRoom(length);
    System.arraycopy(text, from, bytes, size, length);
    size += length;
    return this;
  }

  private void makeRoom(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, GROWTH * bytes.length));
    }
  }

  int size() {
    return size;
  }

  /** Returns the text; nothing is added to it any more. */
  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
