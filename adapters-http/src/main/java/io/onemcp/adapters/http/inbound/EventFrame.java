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

  private static final byte[] START = ascii("event: message\ndata: ");
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
    List<ByteBuffer> frame = new ArrayList<>();
    frame.add(ByteBuffer.wrap(START));
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
