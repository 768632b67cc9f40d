package io.onemcp.core.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes that are no UTF-8 (RFC 3629, section 3). Readers replace or repair such bytes each in
 * its own way, so two of them would see different names and values.
 */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** The smallest code point that needs a sequence of so many bytes. */
  private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x1_0000};

  private Utf8() {}

  /** Returns the offset of the first byte before {@code end} that does not belong there, or -1. */
  static int firstFault(byte[] text, int end) {
    int at = 0;
    while (at < end) {
      if (at + Long.BYTES <= end && ((long) LONGS.get(text, at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
      } else if (text[at] >= 0) {
        at++;
      } else {
        int length = sequence(text, at, end);
        if (length == 0) {
          return at;
        }
        at += length;
      }
    }
    return -1;
  }

  /** Returns the length of the sequence that begins here; 0 if it is none. */
  private static int sequence(byte[] text, int at, int end) {
    int length = Integer.numberOfLeadingZeros(~(text[at] << 24));
    if (length < 2 || length >= SMALLEST.length || at + length > end) {
      return 0;
    }
    int point = text[at] & (0x7F >> length);
    for (int i = at + 1; i < at + length; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        return 0;
      }
      point = point << 6 | (text[i] & 0x3F);
    }
    boolean character =
        point >= SMALLEST[length]
            && point <= Character.MAX_CODE_POINT
            && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    return character ? length : 0;
  }
}
