package io.onemcp.core.backend;

import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the bytes of one message of a backend, up to a bound; of a longer one it keeps only the
 * beginning and the end, which often tell whose answer it was. Not safe for use by several threads.
 */
public final class MessageBuffer {
  /** Bytes kept of each end of a message that is too long. */
  private static final int EDGE = 512;

  private static final int FIRST_CAPACITY = 1 << 12;

  /** So much room is made for a message because it was announced; the rest when it comes. */
  private static final int FIRST_EXPECTED = 1 << 18;

  private static final int GROWTH = 2;

  /** The larger an array is, the more it costs to outgrow it: each one stays in memory a while. */
  private static final int GROWTH_OF_LARGE = 4;

  /** An array of the announced size is made when so much of it, a sixteenth, is here. */
  private static final long NEAR = 16;

  /** A buffer that grew beyond this is not kept for the next message. */
  private static final int KEPT_CAPACITY = 1 << 20;

  private static final byte[] NOTHING = new byte[0];

  private static final String VERSION = "\"jsonrpc\"\\s*:\\s*\"2\\.0\"";
  private static final String ID =
      "\"id\"\\s*:\\s*(\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]){0,200}\"|-?\\d{1,18})";
  private static final String ANSWER = "\"(?:result|error)\"\\s*:";

  private static final Pattern ID_IN_FRONT =
      Pattern.compile("\\A\\s*\\{\\s*(?:" + VERSION + "\\s*,\\s*)?" + ID + "\\s*,\\s*" + ANSWER);
  private static final Pattern ANSWER_IN_FRONT =
      Pattern.compile("\\A\\s*\\{\\s*(?:" + VERSION + "\\s*,\\s*)?" + ANSWER);

  /** A single closing brace behind the id proves that it belongs to the outermost object. */
  private static final Pattern ID_AT_END =
      Pattern.compile(ID + "\\s*(?:,\\s*" + VERSION + "\\s*)?\\}\\s*\\z");

  private final int maxBytes;
  private byte[] kept = NOTHING;
  private int size;
  private byte[] tail = NOTHING;
  private boolean overlong;
  private boolean shared;
  private int expected;

  /** Makes a buffer for messages of up to {@code maxBytes} bytes. */
  public MessageBuffer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds the next bytes. */
  public void append(byte[] source, int from, int length) {
    if (overlong) {
      appendToTail(source, from, length);
    } else if (length > maxBytes - size) {
      overlong = true;
      appendToTail(kept, 0, size);
      appendToTail(source, from, length);
      keep(source, from, Math.clamp(EDGE - size, 0, length));
      size = Math.min(size, EDGE);
    } else {
      keep(source, from, length);
    }
  }

  /** Returns whether nothing was added since the last {@link #reset()}. */
  public boolean isEmpty() {
    return size == 0 && !overlong;
  }

  /** Returns whether the message is longer than the bound. */
  public boolean isOverlong() {
    return overlong;
  }

  /** Prepares for a message that was announced to have so many bytes; it may have others. */
  public void expect(long bytes) {
    expected = Math.clamp(bytes, 0, maxBytes);
    if (size == 0 && expected > 0) {
      kept = new byte[Math.min(expected, FIRST_EXPECTED)];
    }
  }

  /**
   * Returns an array that nobody must change, which begins with the message; only with its
   * beginning if it is overlong. Nothing is added to the message any more.
   */
  public byte[] array() {
    // Up to twice the memory for as long as the message lives costs less than a copy at once.
    shared |= size == kept.length || (kept.length > KEPT_CAPACITY && size > kept.length / 2);
    return shared ? kept : Arrays.copyOf(kept, size);
  }

  /** Returns how many bytes of the {@link #array()} count. */
  public int size() {
    return size;
  }

  /** Returns the message as text; only its beginning if it is overlong. */
  public String text() {
    return new String(kept, 0, size, StandardCharsets.UTF_8);
  }

  /** Returns the id of the request that an overlong message answers, where its ends tell it. */
  public Optional<RequestId> answeredRequest() {
    String front = text();
    Matcher atFront = ID_IN_FRONT.matcher(front);
    if (atFront.find()) {
      return id(atFront);
    }
    Matcher atEnd = ID_AT_END.matcher(new String(tail, StandardCharsets.UTF_8));
    return ANSWER_IN_FRONT.matcher(front).find() && atEnd.find() ? id(atEnd) : Optional.empty();
  }

  /** Forgets the message, to collect the next one. */
  public void reset() {
    size = 0;
    overlong = false;
    tail = NOTHING;
    if (shared || kept.length > KEPT_CAPACITY) {
      kept = NOTHING;
    }
    shared = false;
    expected = 0;
  }

  private static Optional<RequestId> id(Matcher matcher) {
    return RequestId.of(Json.of(matcher.group(1)));
  }

  private void keep(byte[] source, int from, int length) {
    int needed = size + length;
    if (needed > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(needed, roomier()));
    }
    System.arraycopy(source, from, kept, size, length);
    size = needed;
  }

  /** Returns the next size of the array: that of the message, where it is near, to fit exactly. */
  private int roomier() {
    boolean near = kept.length < expected && expected <= NEAR * kept.length;
    long growth = kept.length < KEPT_CAPACITY ? GROWTH : GROWTH_OF_LARGE;
    int grown = (int) Math.min(maxBytes, growth * kept.length);
    return near ? expected : Math.max(FIRST_CAPACITY, grown);
  }

  private void appendToTail(byte[] source, int from, int length) {
    int taken = Math.min(length, EDGE);
    int stay = Math.min(tail.length, EDGE - taken);
    byte[] next = Arrays.copyOfRange(tail, tail.length - stay, tail.length + taken);
    System.arraycopy(source, from + length - taken, next, stay, taken);
    tail = next;
  }
}
