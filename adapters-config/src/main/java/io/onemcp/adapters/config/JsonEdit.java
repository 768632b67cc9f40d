package io.onemcp.adapters.config;

import io.onemcp.core.protocol.json.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes to single members of a JSON text that leave everything else as it is: comments, blanks,
 * order. A text without trailing commas gets none. Pure functions.
 */
final class JsonEdit {
  private static final String UNIT = "  ";

  private JsonEdit() {}

  /**
   * Gives a member this value, and makes the objects around it that are missing.
   *
   * @param path keys from the outermost object inwards; at least one
   * @param json the value
   * @throws IllegalArgumentException if something on the way is no object
   */
  static String set(String text, List<String> path, String json) {
    JsonPlace here = JsonPlace.of(text);
    for (int depth = 0; depth < path.size(); depth++) {
      if (!here.isObject()) {
        throw new IllegalArgumentException(
            String.join(".", path.subList(0, depth)) + ": no object (expected: an object)");
      }
      JsonPlace member = here.members().get(path.get(depth));
      if (member == null) {
        List<String> missing = path.subList(depth + 1, path.size());
        return inserted(text, here, path.get(depth), nested(missing, json));
      }
      here = member;
    }
    String value = json.replace("\n", "\n" + indentAt(text, here.keyStart()));
    return text.substring(0, here.valueStart()) + value + text.substring(here.valueEnd());
  }

  /** Takes a member away, if it is there. */
  static String remove(String text, List<String> path) {
    JsonPlace parent = JsonPlace.of(text);
    for (String key : path.subList(0, path.size() - 1)) {
      JsonPlace next = parent.members().get(key);
      if (next == null) {
        return text;
      }
      parent = next;
    }
    JsonPlace member = parent.members().get(path.getLast());
    return member == null ? text : without(text, parent, member);
  }

  private static String nested(List<String> path, String json) {
    String value = json;
    for (String key : path.reversed()) {
      value = "{\n" + UNIT + quoted(key) + ": " + value.replace("\n", "\n" + UNIT) + "\n}";
    }
    return value;
  }

  private static String inserted(String text, JsonPlace parent, String key, String json) {
    int close = parent.valueEnd() - 1;
    String indent = indentOfMembers(text, parent);
    String member = quoted(key) + ": " + json.replace("\n", "\n" + indent);
    int line = text.lastIndexOf('\n', close - 1) + 1;
    boolean ownLine = line > parent.valueStart() && text.substring(line, close).isBlank();
    StringBuilder edited = new StringBuilder(text);
    if (ownLine) {
      edited.insert(line, indent + member + "\n");
    } else if (parent.members().isEmpty()
        || text.substring(parent.valueStart(), close).indexOf('\n') >= 0) {
      edited.insert(close, "\n" + indent + member + "\n" + indentAt(text, parent.keyStart()));
    } else {
      edited.insert(close, (text.charAt(close - 1) == ' ' ? "" : " ") + member);
    }
    lastOf(parent)
        .filter(last -> comma(text, last.valueEnd(), close) < 0)
        .ifPresent(last -> edited.insert(last.valueEnd(), ','));
    return edited.toString();
  }

  private static String without(String text, JsonPlace parent, JsonPlace member) {
    int close = parent.valueEnd() - 1;
    int after = comma(text, member.valueEnd(), close);
    boolean isLast = lastOf(parent).filter(member::equals).isPresent();
    int from = member.keyStart();
    int to = after >= 0 ? after + 1 : member.valueEnd();
    StringBuilder edited = new StringBuilder(text);
    int lineStart = text.lastIndexOf('\n', from - 1) + 1;
    int lineEnd = text.indexOf('\n', to);
    boolean aloneBefore = text.substring(lineStart, from).isBlank();
    boolean aloneAfter = lineEnd >= 0 && text.substring(to, lineEnd).isBlank();
    if (aloneBefore && aloneAfter) {
      edited.delete(lineStart, lineEnd + 1);
    } else {
      edited.delete(from, to);
    }
    if (isLast && after < 0) {
      before(parent, member)
          .map(previous -> comma(text, previous.valueEnd(), from))
          .filter(at -> at >= 0)
          .ifPresent(edited::deleteCharAt);
    }
    return edited.toString();
  }

  private static Optional<JsonPlace> lastOf(JsonPlace parent) {
    return parent.members().values().stream().reduce((_, next) -> next);
  }

  private static Optional<JsonPlace> before(JsonPlace parent, JsonPlace member) {
    return parent.members().values().stream()
        .takeWhile(it -> !it.equals(member))
        .reduce((_, next) -> next);
  }

  /** Returns where a comma stands between two values, and not in a comment; -1 for nowhere. */
  private static int comma(String text, int from, int to) {
    int at = from;
    while (at < to) {
      if (text.startsWith("//", at)) {
        at = skip(text.indexOf('\n', at), 1, to);
      } else if (text.startsWith("/*", at)) {
        at = skip(text.indexOf("*/", at + 2), 2, to);
      } else if (text.charAt(at) == ',') {
        return at;
      } else {
        at++;
      }
    }
    return -1;
  }

  private static int skip(int found, int length, int to) {
    return found < 0 ? to : found + length;
  }

  private static String indentOfMembers(String text, JsonPlace parent) {
    Iterator<Map.Entry<String, JsonPlace>> members = parent.members().entrySet().iterator();
    String outer = indentAt(text, parent.keyStart());
    if (members.hasNext()) {
      int key = members.next().getValue().keyStart();
      String inner = indentAt(text, key);
      return inner.length() > outer.length() ? inner : outer + UNIT;
    }
    return outer + UNIT;
  }

  /** Returns the blanks with which the line of a place begins. */
  private static String indentAt(String text, int at) {
    int start = text.lastIndexOf('\n', at - 1) + 1;
    int end = start;
    while (end < at && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(start, end);
  }

  private static String quoted(String key) {
    return Json.string(key).toString();
  }
}
