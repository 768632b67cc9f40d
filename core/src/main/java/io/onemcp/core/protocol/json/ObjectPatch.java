package io.onemcp.core.protocol.json;

import io.onemcp.core.protocol.json.JsonPatch.Replacement;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes to one object, turned into replacements that never overlap and leave no stray comma.
 */
final class ObjectPatch {
  private final Json object;
  private final Map<String, Json> set = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();

  ObjectPatch(Json object) {
    this.object = object;
  }

  void set(String name, Json value) {
    removed.remove(name);
    set.put(name, value);
  }

  void remove(String name) {
    set.remove(name);
    removed.add(name);
  }

  void collect(List<Replacement> out) {
    List<JsonMember> members = object.members();
    Map<String, Json> missing = new LinkedHashMap<>(set);
    int kept = 0;
    for (int i = 0; i < members.size(); i++) {
      JsonMember member = members.get(i);
      if (removed.contains(member.name())) {
        i = collectRemovedRun(members, i, out);
      } else {
        kept++;
        Json value = set.get(member.name());
        if (value != null) {
          missing.remove(member.name());
          out.add(new Replacement(member.value().from(), member.value().to(), value.utf8()));
        }
      }
    }
    collectMissing(missing, kept > 0, out);
  }

  /**
   * Removes the run of members that begins at {@code first}, with one comma, and returns its last
   * index.
   */
  private int collectRemovedRun(List<JsonMember> members, int first, List<Replacement> out) {
    int last = first;
    while (last + 1 < members.size() && removed.contains(members.get(last + 1).name())) {
      last++;
    }
    boolean reachesEnd = last + 1 == members.size();
    int from = reachesEnd && first > 0 ? members.get(first - 1).end() : members.get(first).start();
    int to = reachesEnd ? members.get(last).end() : members.get(last + 1).start();
    out.add(new Replacement(from, to, new byte[0]));
    return last;
  }

  private void collectMissing(
      Map<String, Json> missing, boolean othersStay, List<Replacement> out) {
    if (missing.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    missing.forEach(
        (name, value) -> text.append(Json.string(name)).append(':').append(value).append(','));
    if (!othersStay) {
      text.setLength(text.length() - 1);
    }
    int brace = object.from() + 1;
    out.add(new Replacement(brace, brace, text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
