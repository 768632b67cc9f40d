package io.onemcp.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request that is sent again and again, each time with an id of its own and the same length. */
public final class Template {
  /** Stands where the id goes; every id has as many digits. */
  static final long FIRST_ID = 1_000_000_000L;

  private static final byte[] PLACE = Long.toString(FIRST_ID).getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final int idAt;

  Template(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.idAt = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(placeholder());
  }

  static String placeholder() {
    return "\"id\":" + FIRST_ID;
  }

  /** Returns the request with the n-th id; valid until the next call. */
  public ByteBuffer with(long id) {
    return ByteBuffer.wrap(bytes(id));
  }

  /** Returns the same as an array. */
  byte[] bytes(long id) {
    int at = idAt + placeholder().length() - PLACE.length;
    System.arraycopy(digits(id), 0, bytes, at, PLACE.length);
    return bytes;
  }

  /** Returns what an answer to the n-th request contains. */
  static byte[] mark(long id) {
    return ("\"id\":" + (FIRST_ID + id)).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] digits(long id) {
    return Long.toString(FIRST_ID + id).getBytes(StandardCharsets.US_ASCII);
  }
}
