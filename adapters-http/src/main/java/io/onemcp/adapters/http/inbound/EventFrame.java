package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.json.WireText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames messages as server-sent events (HTML Living Standard, section 9.2.6). */
final class EventFrame {
  /** A comment: keeps the connection alive, and shows whether the client is still there. */
  private static final byte[] COMMENT = ascii(":\n\n");

  private static final String START = "event: message\ndata: ";
  private static final byte[] PLAIN_START = ascii(START);

  /** How long a client should wait before it connects again, in milliseconds. */
  private static final int RETRY_MILLIS = 1_000;

  private static final byte[] NEXT_LINE = ascii("\ndata: ");
  private static final byte[] END = ascii("\n\n");

  private EventFrame() {}

  static ByteBuffer[] comment() {
    return new ByteBuffer[] {ByteBuffer.wrap(COMMENT)};
  }

  /**
   * Frames a message; one with line breaks becomes several data lines, which readers join again.
   */
  static ByteBuffer[] of(WireText message) {
    return of(PLAIN_START, message);
  }

  /** Frames a message as an event that can be named. */
  static ByteBuffer[] of(String id, WireText message) {
    return of(ascii("id: " + id + "\n" + START), message);
  }

  /**
   * Makes an event without data: from it on a client knows where to go on, and when to come back
   * (MCP 2025-11-25, basic/transports).
   */
  static ByteBuffer[] priming(String id) {
    byte[] event = ascii("id: " + id + "\nretry: " + RETRY_MILLIS + "\ndata: \n\n");
    return new ByteBuffer[] {ByteBuffer.wrap(event)};
  }

  /** Makes the event that tells a client where to post (MCP 2024-11-05, basic/transports). */
  static ByteBuffer[] endpoint(String address) {
    return new ByteBuffer[] {ByteBuffer.wrap(ascii("event: endpoint\ndata: " + address + "\n\n"))};
  }

  private static ByteBuffer[] of(byte[] start, WireText message) {
    List<ByteBuffer> frame = new ArrayList<>();
    frame.add(ByteBuffer.wrap(start));
    boolean afterCarriageReturn = false;
    for (ByteBuffer range : message.buffers()) {
      afterCarriageReturn = addLines(range, afterCarriageReturn, frame);
    }
    frame.add(ByteBuffer.wrap(END));
    return Outflow.compact(frame.toArray(ByteBuffer[]::new));
  }

  private static boolean addLines(ByteBuffer range, boolean afterReturn, List<ByteBuffer> frame) {
    int from = range.position();
    boolean afterCarriageReturn = afterReturn;
    for (int i = from; i < range.limit(); i++) {
      byte b = range.get(i);
      if (b == '\n' || b == '\r') {
        add(range, from, i, frame);
        if (b == '\r' || !afterCarriageReturn) {
          frame.add(ByteBuffer.wrap(NEXT_LINE));
        }
        from = i + 1;
      }
      afterCarriageReturn = b == '\r';
    }
    add(range, from, range.limit(), frame);
    return afterCarriageReturn;
  }

  private static void add(ByteBuffer range, int from, int to, List<ByteBuffer> frame) {
    if (to > from) {
      frame.add(range.slice(from, to - from));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
