package io.onemcp.adapters.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts what a child writes on its standard error into lines for people: without secrets, colours
 * and control characters. The end of a very long line is left out.
 */
final class ErrorReader {
  private static final int MAX_LINE_BYTES = 8 << 10;
  private static final int CHUNK = 8 << 10;
  private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

  private final Secrets secrets;
  private final Consumer<String> sink;
  private final byte[] line = new byte[MAX_LINE_BYTES];
  private int size;
  private boolean cut;

  ErrorReader(Secrets secrets, Consumer<String> sink) {
    this.secrets = secrets;
    this.sink = sink;
  }

  /** Reads until the end, so that the child never blocks on a full pipe. */
  void drain(InputStream in) {
    byte[] chunk = new byte[CHUNK];
    try (in) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        append(chunk, count);
      }
    } catch (IOException _) {
      // The pipe broke with the child: what came until then is what there is.
      endLine();
      return;
    }
    endLine();
  }

  private void append(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        endLine();
      } else if (size < MAX_LINE_BYTES) {
        line[size++] = chunk[i];
      } else {
        cut = true;
      }
    }
  }

  private void endLine() {
    String raw = new String(line, 0, size, StandardCharsets.UTF_8);
    String text = plain(cut ? secrets.maskedCut(raw) : secrets.masked(raw)).strip();
    size = 0;
    cut = false;
    if (!text.isEmpty()) {
      sink.accept(text);
    }
  }

  private static String plain(String text) {
    return CONTROL.matcher(COLOUR.matcher(text).replaceAll("")).replaceAll(" ");
  }
}
