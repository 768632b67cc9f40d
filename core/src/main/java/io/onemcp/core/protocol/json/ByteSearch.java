package io.onemcp.core.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the next of certain bytes in a long text, eight bytes at a step. */
public final class ByteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final long QUOTES = '"' * LOW_BITS;
  private static final long BACKSLASHES = '\\' * LOW_BITS;
  private static final long BLANKS = ' ' * LOW_BITS;

  private ByteSearch() {}

  /** Returns where the byte stands first, from {@code from} on; {@code to} if nowhere before it. */
  public static int first(byte sought, byte[] text, int from, int to) {
    return firstOf(sought, sought, text, from, to);
  }

  /**
   * Returns where one of two bytes stands first, from {@code from} on; {@code to} if nowhere before
   * it.
   */
  public static int firstOf(byte one, byte other, byte[] text, int from, int to) {
    long ones = (one & 0xFF) * LOW_BITS;
    long others = (other & 0xFF) * LOW_BITS;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONGS.get(text, at);
      long found = zeros(eight ^ ones) | zeros(eight ^ others);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && text[at] != one && text[at] != other) {
      at++;
    }
    return at;
  }

  /**
   * Returns where the plain text of a JSON string ends, from {@code from} on: at a quote, a
   * backslash or a control character; {@code to} if nowhere before it.
   */
  static int firstEnding(byte[] text, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONGS.get(text, at);
      long controls = (eight - BLANKS) & ~eight & HIGH_BITS;
      long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | controls;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && text[at] != '"' && text[at] != '\\' && (text[at] & 0xFF) >= ' ') {
      at++;
    }
    return at;
  }

  /** Marks the first byte that is zero; bytes above it may be marked wrongly. */
  private static long zeros(long eight) {
    return (eight - LOW_BITS) & ~eight & HIGH_BITS;
  }
}
