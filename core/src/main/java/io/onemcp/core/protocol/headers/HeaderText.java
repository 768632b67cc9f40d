package io.onemcp.core.protocol.headers;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Values of mirrored headers: plain where HTTP allows it, else base64 between markers (MCP
 * 2026-07-28, basic/transports).
 */
public final class HeaderText {
  private static final String OPEN = "=?base64?";
  private static final String CLOSE = "?=";

  private HeaderText() {}

  /** Returns the header value that stands for a text. */
  public static String encode(String value) {
    if (isPlain(value) && !looksEncoded(value)) {
      return value;
    }
    return OPEN
        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        + CLOSE;
  }

  /** Returns the value that a header stands for; empty if the encoding is broken. */
  public static Optional<String> decode(String header) {
    if (!looksEncoded(header)) {
      return Optional.of(header);
    }
    String inner = header.substring(OPEN.length(), header.length() - CLOSE.length());
    try {
      byte[] utf8 = Base64.getDecoder().decode(inner);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      boolean canonical = Base64.getEncoder().encodeToString(utf8).equals(inner);
      return canonical ? Optional.of(text) : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static boolean looksEncoded(String value) {
    return value.startsWith(OPEN)
        && value.endsWith(CLOSE)
        && value.length() >= OPEN.length() + CLOSE.length();
  }

  private static boolean isPlain(String value) {
    if (value.isEmpty()) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' || c > '~') && c != '\t') {
        return false;
      }
    }
    return value.strip().length() == value.length();
  }
}
