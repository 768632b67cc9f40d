package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.DuplexCalls;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.protocol.json.ByteSearch;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.io.InputStream;

/** Cuts what a child writes into lines, and hands each to the calls under way. */
final class LineReader {
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final MessageBuffer line;
  private final DuplexCalls calls;
  private final Tasks tasks;

  LineReader(InputStream in, int maxLineBytes, DuplexCalls calls, Tasks tasks) {
    this.in = in;
    this.line = new MessageBuffer(maxLineBytes);
    this.calls = calls;
    this.tasks = tasks;
  }

  /** Reads until the end of the stream. */
  void run() throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      int size = count;
      tasks.together(() -> cut(chunk, size));
    }
    endLine();
  }

  private void cut(byte[] chunk, int size) {
    int from = 0;
    for (int end = lineEnd(chunk, 0, size); end < size; end = lineEnd(chunk, from, size)) {
      line.append(chunk, from, end - from);
      endLine();
      from = end + 1;
    }
    line.append(chunk, from, size - from);
  }

  private static int lineEnd(byte[] chunk, int from, int to) {
    return ByteSearch.first((byte) '\n', chunk, from, to);
  }

  private void endLine() {
    if (line.isOverlong()) {
      calls.overlong(line);
    } else {
      byte[] text = line.array();
      if (!isBlank(text, line.size())) {
        calls.arrived(text, line.size());
      }
    }
    line.reset();
  }

  private static boolean isBlank(byte[] text, int length) {
    for (int i = 0; i < length; i++) {
      byte next = text[i];
      if (next != ' ' && next != '\t' && next != '\r') {
        return false;
      }
    }
    return true;
  }
}
