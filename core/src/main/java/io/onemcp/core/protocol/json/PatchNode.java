package io.onemcp.core.protocol.json;

import io.onemcp.core.protocol.json.JsonPatch.Replacement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one value and what is inside it; they become replacements that never overlap and
 * leave no stray comma.
 */
final class PatchNode {
  /** Bytes that what is added to a message mostly fits into. */
  private static final int ROOM = 256;

  private static final byte[] NOTHING = new byte[0];

  /** In the order in which they were made; there are few, so that looking through is fastest. */
  private final List<Child> children = new ArrayList<>(0);

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
    PatchNode known = known(name);
    if (known != null) {
      return known;
    }
    PatchNode made = new PatchNode();
    children.add(new Child(name, made));
    return made;
  }

  private @Nullable PatchNode known(String name) {
    for (Child child : children) {
      if (child.name.equals(name)) {
        return child.change;
      }
    }
    return null;
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
      PatchNode change = known(members.get(i).name());
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
    out.add(new Replacement(from, to, NOTHING));
    return last;
  }

  private boolean isRemoved(JsonMember member) {
    PatchNode change = known(member.name());
    return change != null && (change.removed || change.empties(member.value()));
  }

  /** Returns whether nothing is left of an object that is to be removed then. */
  private boolean empties(Json existing) {
    return pruned
        && value == null
        && existing.isObject()
        && !existing.members().isEmpty()
        && existing.members().stream().allMatch(this::isRemoved)
        && children.stream().noneMatch(child -> child.change.makesSomething());
  }

  private void collectMissing(Json object, boolean othersStay, List<Replacement> out) {
    ByteText text = null;
    for (Child child : children) {
      if (child.change.makesSomething() && isMissing(child.name, object)) {
        text = text == null ? new ByteText(ROOM) : text.add(',');
        child.write(text);
      }
    }
    if (text == null) {
      return;
    }
    if (othersStay) {
      text.add(',');
    }
    int brace = object.from() + 1;
    out.add(new Replacement(brace, brace, text.toByteArray()));
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
    inner.children.addAll(children);
    inner.entered = entered;
    return new JsonPatch(value, inner).wire().toByteArray();
  }

  private byte[] freshObject() {
    ByteText text = new ByteText(ROOM).add('{');
    for (Child child : children) {
      if (child.change.makesSomething()) {
        child.write(text.size() > 1 ? text.add(',') : text);
      }
    }
    return text.add('}').toByteArray();
  }

  /** A change of one member. */
  private record Child(String name, PatchNode change) {
    void write(ByteText text) {
      text.add(Quotation.of(name)).add(':').add(change.fresh());
    }
  }
}
