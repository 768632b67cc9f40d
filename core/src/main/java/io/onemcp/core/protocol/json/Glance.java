package io.onemcp.core.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is inside an object or an array of a text that was read as a whole before: nothing is
 * checked again, and only names are decoded. For one thread, and one value.
 */
final class Glance {
  private final byte[] text;
  private int at;

  private Glance(Json container) {
    text = container.source();
    at = container.from() + 1;
  }

  /** Returns the members of an object. */
  static List<JsonMember> members(Json object) {
    Glance glance = new Glance(object);
    List<JsonMember> members = new ArrayList<>();
    while (glance.goToNext('}')) {
      members.add(glance.member());
    }
    return members;
  }

  /** Returns the elements of an array. */
  static List<Json> elements(Json array) {
    Glance glance = new Glance(array);
    List<Json> elements = new ArrayList<>();
    while (glance.goToNext(']')) {
      elements.add(glance.value());
    }
    return elements;
  }

  /** Goes to what comes next; false where the container ends. */
  private boolean goToNext(char end) {
    skipBlanks();
    if (text[at] == ',') {
      at++;
      skipBlanks();
    }
    return text[at] != end;
  }

  private JsonMember member() {
    int start = at;
    boolean escaped = skipString();
    Json quoted = new Json(text, start, at);
    String name =
        escaped
            ? JsonReader.TRUSTED.decode(quoted)
            : new String(text, start + 1, quoted.length() - 2, StandardCharsets.UTF_8);
    skipBlanks();
    // The colon.
    at++;
    skipBlanks();
    return new JsonMember(name, escaped, start, value());
  }

  private Json value() {
    int start = at;
    switch (text[at]) {
      case '"' -> skipString();
      case '{', '[' -> skipContainer();
      default -> skipScalar();
    }
    return new Json(text, start, at);
  }

  /** Goes behind a string; returns whether there is an escape in it. */
  private boolean skipString() {
    boolean escaped = false;
    goToQuoteOrEscape();
    while (text[at] == '\\') {
      escaped = true;
      at++;
      goToQuoteOrEscape();
    }
    at++;
    return escaped;
  }

  /** Goes to the next one behind this byte. */
  private void goToQuoteOrEscape() {
    at = ByteSearch.firstOf((byte) '"', (byte) '\\', text, at + 1, text.length);
  }

  private void skipContainer() {
    int depth = 0;
    do {
      byte next = text[at];
      if (next == '"') {
        skipString();
      } else {
        depth += isBegin(next) ? 1 : isEnd(next) ? -1 : 0;
        at++;
      }
    } while (depth > 0);
  }

  private void skipScalar() {
    while (at < text.length && text[at] > ' ' && text[at] != ',' && !isEnd(text[at])) {
      at++;
    }
  }

  private static boolean isBegin(byte next) {
    return next == '{' || next == '[';
  }

  private static boolean isEnd(byte next) {
    return next == '}' || next == ']';
  }

  private void skipBlanks() {
    while (text[at] <= ' ') {
      at++;
    }
  }
}
