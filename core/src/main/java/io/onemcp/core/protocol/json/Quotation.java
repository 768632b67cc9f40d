package io.onemcp.core.protocol.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Text as a JSON string. Half a surrogate pair, which JSON text can spell but UTF-8 cannot, becomes
 * an escape.
 */
final class Quotation {
  private static final byte[] QUOTE = {'"'};

  private Quotation() {}

  static byte[] of(String text) {
    return isPlain(text) ? plain(text) : escaped(text);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static byte[] plain(String text) {
    byte[] quoted = new byte[text.length() + 2];
    quoted[0] = '"';
    for (int i = 0; i < text.length(); i++) {
      quoted[i + 1] = (byte) text.charAt(i);
    }
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  private static byte[] escaped(String text) {
    ByteArrayOutputStream quoted = new ByteArrayOutputStream(text.length() + 2);
    quoted.writeBytes(QUOTE);
    int written = 0;
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        quoted.writeBytes(encoded(text.substring(written, at)));
        String escape = "\\u" + HexFormat.of().toHexDigits((char) point);
        quoted.writeBytes(escape.getBytes(StandardCharsets.US_ASCII));
        written = at + 1;
      }
      at += Character.charCount(point);
    }
    quoted.writeBytes(encoded(text.substring(written)));
    quoted.writeBytes(QUOTE);
    return quoted.toByteArray();
  }

  private static byte[] encoded(String text) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(text);
  }
}
