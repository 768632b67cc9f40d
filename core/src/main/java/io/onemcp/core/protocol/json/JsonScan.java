package io.onemcp.core.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nearly every message is, a sound object of modest depth, in one pass (RFC 8259). It
 * explains nothing: whatever it does not take is for a complete parser to read, or to refuse.
 */
final class JsonScan {
  /** Nesting down to which it goes, whatever more is allowed. */
  private static final int DEPTH = 64;

  /** Bytes of a name that it takes; parsers differ about how long names may be. */
  private static final int NAME = 1_000;

  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  /** What stands behind a backslash, but for code points. */
  private static final String ESCAPED = "\"\\/bfnrt";

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final byte[] text;
  private final int length;
  private final int maxDepth;

  /** Whether there is an escape in the last string. */
  private boolean escaped;

  /** What stands in for an offset where the text is not taken. */
  private static final int NOT_TAKEN = -1;

  private JsonScan(byte[] text, int length, int maxDepth) {
    this.text = text;
    this.length = length;
    this.maxDepth = maxDepth;
  }

  /**
   * Returns the object that the text is, or null if it is not taken.
   *
   * @param utf8 begins with the text, which is known to be UTF-8
   */
  static @Nullable Json object(byte[] utf8, int length, int maxDepth) {
    return new JsonScan(utf8, length, Math.min(maxDepth, DEPTH)).whole();
  }

  private @Nullable Json whole() {
    int from = behindBlanks(0);
    if (byteAt(from) != '{' || maxDepth < 1) {
      return null;
    }
    List<JsonMember> members = new ArrayList<>();
    int to = object(from, 1, members);
    return to == NOT_TAKEN || behindBlanks(to) < length
        ? null
        : new Json(text, from, to, members, List.of());
  }

  /**
   * Returns the offset behind the object that begins here.
   *
   * @param found takes its members, if anybody wants them
   */
  private int object(int from, int depth, @Nullable List<JsonMember> found) {
    int at = behindBlanks(from + 1);
    if (byteAt(at) == '}') {
      return at + 1;
    }
    while (true) {
      int end = behindMember(at, depth, found);
      if (end == NOT_TAKEN) {
        return NOT_TAKEN;
      }
      at = behindBlanks(end);
      if (byteAt(at) != ',') {
        return byteAt(at) == '}' ? at + 1 : NOT_TAKEN;
      }
      at = behindBlanks(at + 1);
    }
  }

  private int behindMember(int name, int depth, @Nullable List<JsonMember> found) {
    int nameEnd = behindString(name);
    int colon = behindBlanks(nameEnd);
    if (!isUsualName(name, nameEnd) || byteAt(colon) != ':') {
      return NOT_TAKEN;
    }
    int value = behindBlanks(colon + 1);
    int end = behindValue(value, depth);
    if (found != null && end != NOT_TAKEN) {
      found.add(member(name, nameEnd, new Json(text, value, end)));
    }
    return end;
  }

  /** Names with escapes are rare, and parsers differ about some of them. */
  private boolean isUsualName(int from, int to) {
    return to != NOT_TAKEN && !escaped && to - from <= NAME;
  }

  private JsonMember member(int start, int end, Json value) {
    String name = new String(text, start + 1, end - start - 2, StandardCharsets.UTF_8);
    return new JsonMember(name, false, start, value);
  }

  private int behindArray(int from, int depth) {
    int at = behindBlanks(from + 1);
    if (byteAt(at) == ']') {
      return at + 1;
    }
    while (true) {
      int end = behindValue(at, depth);
      if (end == NOT_TAKEN) {
        return NOT_TAKEN;
      }
      at = behindBlanks(end);
      if (byteAt(at) != ',') {
        return byteAt(at) == ']' ? at + 1 : NOT_TAKEN;
      }
      at = behindBlanks(at + 1);
    }
  }

  /**
   * Returns the offset behind the value that begins here.
   *
   * @param depth of what is around it
   */
  private int behindValue(int at, int depth) {
    return switch (byteAt(at)) {
      case '"' -> behindString(at);
      case '{' -> depth < maxDepth ? object(at, depth + 1, null) : NOT_TAKEN;
      case '[' -> depth < maxDepth ? behindArray(at, depth + 1) : NOT_TAKEN;
      case 'n' -> behindWord(at, NULL);
      case 't' -> behindWord(at, TRUE);
      case 'f' -> behindWord(at, FALSE);
      default -> behindNumber(at);
    };
  }

  private int behindString(int quote) {
    escaped = false;
    if (byteAt(quote) != '"') {
      return NOT_TAKEN;
    }
    int at = ByteSearch.firstEnding(text, quote + 1, length);
    while (byteAt(at) == '\\') {
      escaped = true;
      at = behindEscape(at);
      if (at == NOT_TAKEN) {
        return NOT_TAKEN;
      }
      at = ByteSearch.firstEnding(text, at, length);
    }
    return byteAt(at) == '"' ? at + 1 : NOT_TAKEN;
  }

  private int behindEscape(int backslash) {
    byte next = byteAt(backslash + 1);
    if (next == 'u') {
      return behindHexDigits(backslash + 2);
    }
    return ESCAPED.indexOf(next) < 0 ? NOT_TAKEN : backslash + 2;
  }

  private int behindHexDigits(int from) {
    for (int at = from; at < from + HEX_DIGITS; at++) {
      if (Character.digit(byteAt(at), HEX) < 0) {
        return NOT_TAKEN;
      }
    }
    return from + HEX_DIGITS;
  }

  private int behindWord(int from, byte[] word) {
    for (int i = 1; i < word.length; i++) {
      if (byteAt(from + i) != word[i]) {
        return NOT_TAKEN;
      }
    }
    return from + word.length;
  }

  private int behindNumber(int from) {
    int first = byteAt(from) == '-' ? from + 1 : from;
    int whole = byteAt(first) == '0' ? first + 1 : behindDigits(first);
    return whole == NOT_TAKEN ? NOT_TAKEN : behindExponent(behindFraction(whole));
  }

  private int behindFraction(int from) {
    return byteAt(from) == '.' ? behindDigits(from + 1) : from;
  }

  private int behindExponent(int from) {
    if (byteAt(from) != 'e' && byteAt(from) != 'E') {
      return from;
    }
    byte sign = byteAt(from + 1);
    return behindDigits(sign == '+' || sign == '-' ? from + 2 : from + 1);
  }

  /** There is one digit at least. */
  private int behindDigits(int from) {
    int at = from;
    while (byteAt(at) >= '0' && byteAt(at) <= '9') {
      at++;
    }
    return at == from ? NOT_TAKEN : at;
  }

  private int behindBlanks(int from) {
    int at = from;
    while (isBlank(byteAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  /** Behind the text there is what stands nowhere in JSON. */
  private byte byteAt(int at) {
    return at >= 0 && at < length ? text[at] : 0;
  }
}
