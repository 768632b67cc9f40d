package io.onemcp.adapters.http.sse;

import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.protocol.json.ByteSearch;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads server-sent events from a stream (HTML Living Standard, section 9.2.6): any of the three
 * line ends, data of several lines, comments, ids and retry hints. Not safe for use by several
 * threads.
 */
public final class SseReader {
  private static final int CHUNK = 16 << 10;

  /** Bytes of a field's name, or of a value that is no data, beyond which the field is ignored. */
  private static final int MAX_FIELD_BYTES = 4 << 10;

  private static final int END = -1;
  private static final byte[] LINE_FEED = {'\n'};

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int next;
  private int limit;
  private boolean afterReturn;

  private final MessageBuffer data;
  private final MessageBuffer name = new MessageBuffer(MAX_FIELD_BYTES);
  private final MessageBuffer value = new MessageBuffer(MAX_FIELD_BYTES);
  private boolean hasData;
  private String type = "";
  private String lastEventId = "";
  private OptionalLong retryMillis = OptionalLong.empty();

  /** Makes a reader whose events hold up to {@code maxDataBytes} of data. */
  public SseReader(InputStream in, int maxDataBytes) {
    this.in = in;
    this.data = new MessageBuffer(maxDataBytes);
  }

  /** Waits for the next event that has data; empty at the end of the stream. */
  public Optional<SseEvent> next() throws IOException {
    data.reset();
    hasData = false;
    type = "";
    while (true) {
      int first = peek();
      if (first == END) {
        return Optional.empty();
      }
      if (isLineEnd(first)) {
        endLine();
        if (hasData) {
          return Optional.of(new SseEvent(type.isEmpty() ? SseEvent.MESSAGE : type, data));
        }
        type = "";
      } else if (!readField()) {
        return Optional.empty();
      }
    }
  }

  /** Returns the last id that the stream gave; empty where it gave none. */
  public String lastEventId() {
    return lastEventId;
  }

  /** Returns how long the stream last asked to wait before coming back. */
  public OptionalLong retryMillis() {
    return retryMillis;
  }

  /** Reads one line that is not empty; false if the stream ends within it. */
  private boolean readField() throws IOException {
    name.reset();
    value.reset();
    int end = copyUntil(':', name);
    if (end == ':') {
      next++;
      if (peek() == ' ') {
        next++;
      }
      end = copyUntil('\n', beginValue());
    } else if (isData()) {
      beginValue();
    }
    if (end == END) {
      return false;
    }
    endLine();
    applyField();
    return true;
  }

  private MessageBuffer beginValue() {
    if (!isData()) {
      return value;
    }
    if (hasData) {
      data.append(LINE_FEED, 0, 1);
    }
    hasData = true;
    return data;
  }

  private boolean isData() {
    return text(name).equals("data");
  }

  private void applyField() {
    if (name.isOverlong() || value.isOverlong()) {
      return;
    }
    String given = text(value);
    switch (text(name)) {
      case "event" -> type = given;
      case "id" -> {
        if (given.indexOf('\0') < 0) {
          lastEventId = given;
        }
      }
      case "retry" -> {
        if (given.matches("\\d{1,9}")) {
          retryMillis = OptionalLong.of(Long.parseLong(given));
        }
      }
      default -> {
        // Data is in its buffer already; comments and unknown fields are ignored.
      }
    }
  }

  /** Copies up to the stop byte or a line end, and returns which byte ended it, not yet taken. */
  private int copyUntil(int stop, MessageBuffer target) throws IOException {
    while (true) {
      int found = peek();
      int from = next;
      next = ByteSearch.firstOf((byte) '\n', (byte) '\r', chunk, from, limit);
      next = ByteSearch.first((byte) stop, chunk, from, next);
      target.append(chunk, from, next - from);
      if (found == END || next < limit) {
        return found == END ? END : chunk[next];
      }
    }
  }

  private int peek() throws IOException {
    if (next == limit && !fill()) {
      return END;
    }
    if (afterReturn) {
      afterReturn = false;
      if (chunk[next] == '\n') {
        next++;
        return peek();
      }
    }
    return chunk[next];
  }

  private boolean fill() throws IOException {
    int count = in.read(chunk);
    next = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  /** Takes a line end; the line feed behind a return is taken when it is there, without waiting. */
  private void endLine() {
    afterReturn = chunk[next] == '\r';
    next++;
  }

  private static boolean isLineEnd(int character) {
    return character == '\n' || character == '\r';
  }

  private static String text(MessageBuffer buffer) {
    return buffer.text();
  }
}
