package io.onemcp.adapters.stdio;

import io.onemcp.core.protocol.json.ByteSearch;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes texts as lines; what waits together is written together. */
final class LineWriter {
  private static final int BUFFER = 64 << 10;

  private final Outbox outbox;
  private final OutputStream out;

  /**
   * Makes a writer.
   *
   * @param capacity most texts that wait at a time
   */
  LineWriter(int capacity, OutputStream out, Tasks tasks) {
    this.out = new BufferedOutputStream(out, BUFFER);
    this.outbox = new Outbox(capacity, this::write, tasks);
  }

  /** Returns where texts are put. */
  Outbox outbox() {
    return outbox;
  }

  /**
   * Writes until the box is closed and empty or the thread is interrupted; then ends the output.
   */
  void run() throws IOException {
    try (out) {
      for (List<WireText> batch = outbox.takeAll(); !batch.isEmpty(); batch = outbox.takeAll()) {
        write(batch);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      outbox.close();
    }
  }

  private void write(List<WireText> texts) throws IOException {
    for (WireText text : texts) {
      out.write(line(text));
    }
    out.flush();
  }

  private static byte[] line(WireText text) {
    byte[] line = new byte[text.length() + 1];
    int size = text.length();
    text.copyTo(line);
    // JSON has raw line breaks between tokens only, where a space means the same.
    for (int i = lineBreak(line, 0, size); i < size; i = lineBreak(line, i, size)) {
      line[i] = ' ';
    }
    line[size] = '\n';
    return line;
  }

  private static int lineBreak(byte[] line, int from, int to) {
    return ByteSearch.firstOf((byte) '\n', (byte) '\r', line, from, to);
  }
}
