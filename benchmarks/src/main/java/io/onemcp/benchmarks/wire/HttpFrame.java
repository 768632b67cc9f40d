package io.onemcp.benchmarks.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One HTTP/1.1 message while it arrives: knows when it is complete, and where its body stands. */
public final class HttpFrame {
  private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
  private static final int FIRST = 1 << 16;
  private static final int CHUNKED = -2;
  private static final int UNKNOWN = -1;

  private byte[] bytes = new byte[FIRST];
  private int length;
  private int body = UNKNOWN;
  private int announced = UNKNOWN;

  /** Takes what arrived. */
  public void add(byte[] chunk, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    System.arraycopy(chunk, 0, bytes, length, count);
    length += count;
  }

  /** Returns whether all of the message is here. */
  public boolean isComplete() {
    if (body == UNKNOWN && !readHead()) {
      return false;
    }
    return announced == CHUNKED ? endsWith(LAST_CHUNK) : length >= body + announced;
  }

  /** Returns the head, once it is here. */
  public String head() {
    return new String(bytes, 0, Math.max(body, 0), StandardCharsets.ISO_8859_1);
  }

  /** Returns the three digits of a response's status. */
  public int status() {
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
  }

  /** Returns a copy of the body as it stands on the wire. */
  public byte[] body() {
    return Arrays.copyOfRange(bytes, body, announced == CHUNKED ? length : body + announced);
  }

  /** Returns whether the body has these bytes within its first or last {@code reach} bytes. */
  public boolean bodyHas(byte[] wanted, int reach) {
    int end = length - wanted.length;
    for (int i = body; i <= end; i++) {
      if (i == body + reach && end - i > reach) {
        i = end - reach;
      }
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the message; the next one may arrive. */
  public void clear() {
    int rest = announced == CHUNKED || body == UNKNOWN ? 0 : Math.max(0, length - body - announced);
    System.arraycopy(bytes, length - rest, bytes, 0, rest);
    length = rest;
    body = UNKNOWN;
    announced = UNKNOWN;
  }

  private boolean readHead() {
    for (int i = 0; i + BLANK_LINE.length <= length; i++) {
      if (bytes[i] == '\r' && Arrays.equals(bytes, i, i + 4, BLANK_LINE, 0, 4)) {
        body = i + BLANK_LINE.length;
        announced = announced(head().toLowerCase(Locale.ROOT));
        return true;
      }
    }
    return false;
  }

  private static int announced(String head) {
    int at = head.indexOf("\r\ncontent-length:");
    if (at >= 0) {
      int from = at + "\r\ncontent-length:".length();
      return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }
    return head.contains("\r\ntransfer-encoding: chunked") ? CHUNKED : 0;
  }

  private boolean endsWith(byte[] wanted) {
    return length - wanted.length >= body
        && Arrays.equals(bytes, length - wanted.length, length, wanted, 0, wanted.length);
  }
}
