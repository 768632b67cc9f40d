package io.onemcp.core.protocol.json;

import io.onemcp.core.protocol.json.JsonPatch.Replacement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one value and what is inside it; they become replacements that never overlap and
 * leave no stray comma.
 */
final class PatchNode {
  private final Map<String, PatchNode> children = new LinkedHashMap<>();
  private @Nullable Json value;
  private boolean removed;

  PatchNode at(String... path) {
    PatchNode here = this;
    for (String name : path) {
      here = here.children.computeIfAbsent(name, _ -> new PatchNode());
    }
    return here;
  }

  void set(Json replacement) {
    value = replacement;
    removed = false;
    children.clear();
  }

  void remove() {
    value = null;
    removed = true;
    children.clear();
  }

  boolean isEmpty() {
    return children.isEmpty() && value == null && !removed;
  }

  /** Collects what has to be replaced in the text of an existing value. */
  void collect(Json existing, List<Replacement> out) {
    if (value != null || !existing.isObject()) {
      out.add(new Replacement(existing.from(), existing.to(), fresh()));
      return;
    }
    List<JsonMember> members = existing.members();
    Map<String, PatchNode> missing = new LinkedHashMap<>(children);
    boolean othersStay = false;
    for (int i = 0; i < members.size(); i++) {
      PatchNode change = children.get(members.get(i).name());
      missing.remove(members.get(i).name());
      if (change != null && change.removed) {
        i = collectRemovedRun(members, i, out);
      } else {
        othersStay = true;
        if (change != null && !change.isEmpty()) {
          change.collect(members.get(i).value(), out);
        }
      }
    }
    collectMissing(existing, missing, othersStay, out);
  }

  /**
   * Removes the run of members that begins at {@code first}, with one comma, and returns its last
   * index.
   */
  private int collectRemovedRun(List<JsonMember> members, int first, List<Replacement> out) {
    int last = first;
    while (last + 1 < members.size() && isRemoved(members.get(last + 1))) {
      last++;
    }
    boolean reachesEnd = last + 1 == members.size();
    int from = reachesEnd && first > 0 ? members.get(first - 1).end() : members.get(first).start();
    int to = reachesEnd ? members.get(last).end() : members.get(last + 1).start();
    out.add(new Replacement(from, to, new byte[0]));
    return last;
  }

  private boolean isRemoved(JsonMember member) {
    PatchNode change = children.get(member.name());
    return change != null && change.removed;
  }

  private static void collectMissing(
      Json object, Map<String, PatchNode> missing, boolean othersStay, List<Replacement> out) {
    StringBuilder text = new StringBuilder();
    missing.forEach((name, change) -> change.appendTo(text, name));
    if (text.isEmpty()) {
      return;
    }
    if (!othersStay) {
      text.setLength(text.length() - 1);
    }
    int brace = object.from() + 1;
    out.add(new Replacement(brace, brace, text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private void appendTo(StringBuilder text, String name) {
    if (!removed && !isEmpty()) {
      text.append(Json.string(name))
          .append(':')
          .append(new String(fresh(), StandardCharsets.UTF_8))
          .append(',');
    }
  }

  /** Returns the text of this value where nothing of it is there yet. */
  private byte[] fresh() {
    if (value != null && children.isEmpty()) {
      return value.utf8();
    }
    if (value != null) {
      PatchNode inner = new PatchNode();
      inner.children.putAll(children);
      return new JsonPatch(value, inner).wire().toByteArray();
    }
    StringBuilder text = new StringBuilder("{");
    children.forEach((name, change) -> change.appendTo(text, name));
    if (text.length() > 1) {
      text.setLength(text.length() - 1);
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
