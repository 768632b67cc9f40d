package io.onemcp.core.protocol.json;

import io.onemcp.core.protocol.json.JsonPatch.Replacement;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one value and what is inside it; they become replacements that never overlap and
 * leave no stray comma.
 */
final class PatchNode {
  /** Bytes that what is added to a message mostly fits into. */
  private static final int ROOM = 256;

  private final Map<String, PatchNode> children = new LinkedHashMap<>();
  private @Nullable Json value;
  private boolean removed;

  /** Whether this is removed if nothing is left inside. */
  private boolean pruned;

  /** Whether something was set inside, so that there is an object in any case. */
  private boolean entered;

  void set(Json replacement, String... path) {
    PatchNode here = this;
    for (String name : path) {
      if (here.removed) {
        here.become(Json.EMPTY_OBJECT);
      }
      here.entered = true;
      here = here.child(name);
    }
    here.become(replacement);
  }

  void remove(String... path) {
    PatchNode here = this;
    for (String name : path) {
      if (here.removed) {
        return;
      }
      here = here.child(name);
    }
    here.become(null);
  }

  void prune(String... path) {
    PatchNode here = this;
    for (String name : path) {
      here = here.child(name);
    }
    here.pruned = true;
  }

  private PatchNode child(String name) {
    return children.computeIfAbsent(name, _ -> new PatchNode());
  }

  private void become(@Nullable Json replacement) {
    value = replacement;
    removed = replacement == null;
    entered = false;
    children.clear();
  }

  /** Collects what has to be replaced in the text of an existing value. */
  void collect(Json existing, List<Replacement> out) {
    if (value != null || !existing.isObject()) {
      if (makesSomething()) {
        out.add(new Replacement(existing.from(), existing.to(), fresh()));
      }
      return;
    }
    List<JsonMember> members = existing.members();
    boolean othersStay = false;
    for (int i = 0; i < members.size(); i++) {
      PatchNode change = children.get(members.get(i).name());
      if (isRemoved(members.get(i))) {
        i = collectRemovedRun(members, i, out);
      } else {
        othersStay = true;
        if (change != null) {
          change.collect(members.get(i).value(), out);
        }
      }
    }
    collectMissing(existing, othersStay, out);
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
    return change != null && (change.removed || change.empties(member.value()));
  }

  /** Returns whether nothing is left of an object that is to be removed then. */
  private boolean empties(Json existing) {
    return pruned
        && value == null
        && existing.isObject()
        && !existing.members().isEmpty()
        && existing.members().stream().allMatch(this::isRemoved)
        && children.values().stream().noneMatch(PatchNode::makesSomething);
  }

  private void collectMissing(Json object, boolean othersStay, List<Replacement> out) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(ROOM);
    children.forEach((name, change) -> {
      if (change.makesSomething() && isMissing(name, object)) {
        change.writeMember(name, text);
      }
    });
    if (text.size() == 0) {
      return;
    }
    if (othersStay) {
      text.write(',');
    }
    int brace = object.from() + 1;
    out.add(new Replacement(brace, brace, text.toByteArray()));
  }

  private void writeMember(String name, ByteArrayOutputStream text) {
    if (text.size() > 0) {
      text.write(',');
    }
    text.writeBytes(Quotation.of(name));
    text.write(':');
    text.writeBytes(fresh());
  }

  private static boolean isMissing(String name, Json object) {
    for (JsonMember member : object.members()) {
      if (member.name().equals(name)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether there would be a value even where there was none before. */
  private boolean makesSomething() {
    return value != null || entered;
  }

  /** Returns the text of this value where nothing of the old one counts. */
  private byte[] fresh() {
    if (value == null) {
      return freshObject();
    }
    if (children.isEmpty()) {
      return value.utf8();
    }
    PatchNode inner = new PatchNode();
    inner.children.putAll(children);
    inner.entered = entered;
    return new JsonPatch(value, inner).wire().toByteArray();
  }

  private byte[] freshObject() {
    ByteArrayOutputStream text = new ByteArrayOutputStream(ROOM);
    children.forEach((name, change) -> {
      if (change.makesSomething()) {
        change.writeMember(name, text);
      }
    });
    byte[] object = new byte[text.size() + 2];
    object[0] = '{';
    System.arraycopy(text.toByteArray(), 0, object, 1, text.size());
    object[object.length - 1] = '}';
    return object;
  }
}
