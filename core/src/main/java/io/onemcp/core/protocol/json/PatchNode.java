package io.onemcp.core.protocol.json;

import io.onemcp.core.protocol.json.JsonPatch.Replacement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes to one value and what is inside it; they become replacements that never overlap and
 * leave no stray comma.
 */
final class PatchNode {
  /** Bytes that what is added to an object often fits into. */
  private static final int ROOM = 64;

  private static final byte[] NOTHING = new byte[0];

  /** The name of the member that is changed; empty for a whole. */
  private final String name;

  /** Members of it that are changed, in the order of the changes; there are few. */
  private @Nullable PatchNode first;

  private @Nullable PatchNode last;

  /** The next one of those that this is among. */
  private @Nullable PatchNode next;

  private @Nullable Json value;
  private boolean removed;

  /** Whether this is removed if nothing is left inside. */
  private boolean pruned;

  /** Whether something was set inside, so that there is an object in any case. */
  private boolean entered;

  /** Makes the changes to a whole, of which there are none yet. */
  PatchNode() {
    this("");
  }

  private PatchNode(String name) {
    this.name = name;
  }

  void set(Json replacement, String... path) {
    PatchNode here = this;
    for (String step : path) {
      if (here.removed) {
        here.become(Json.EMPTY_OBJECT);
      }
      here.entered = true;
      here = here.child(step);
    }
    here.become(replacement);
  }

  void remove(String... path) {
    PatchNode here = this;
    for (String step : path) {
      if (here.removed) {
        return;
      }
      here = here.child(step);
    }
    here.become(null);
  }

  void prune(String... path) {
    PatchNode here = this;
    for (String step : path) {
      here = here.child(step);
    }
    here.pruned = true;
  }

  private PatchNode child(String member) {
    PatchNode known = known(member);
    if (known != null) {
      return known;
    }
    PatchNode made = new PatchNode(member);
    if (last == null) {
      first = made;
    } else {
      last.next = made;
    }
    last = made;
    return made;
  }

  private @Nullable PatchNode known(String member) {
    for (PatchNode child = first; child != null; child = child.next) {
      if (child.name.equals(member)) {
        return child;
      }
    }
    return null;
  }

  private void become(@Nullable Json replacement) {
    value = replacement;
    removed = replacement == null;
    entered = false;
    first = null;
    last = null;
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
        && !addsSomething();
  }

  private boolean addsSomething() {
    for (PatchNode child = first; child != null; child = child.next) {
      if (child.makesSomething()) {
        return true;
      }
    }
    return false;
  }

  private void collectMissing(Json object, boolean othersStay, List<Replacement> out) {
    ByteText text = null;
    for (PatchNode child = first; child != null; child = child.next) {
      if (child.makesSomething() && isMissing(child.name, object)) {
        text = text == null ? new ByteText(ROOM) : text.add(',');
        child.writeMember(text);
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
    Json whole = value;
    if (whole != null && first == null) {
      return whole.utf8();
    }
    ByteText text = new ByteText(ROOM);
    write(text);
    return text.toByteArray();
  }

  private void writeMember(ByteText text) {
    text.add(Quotation.of(name)).add(':');
    write(text);
  }

  private void write(ByteText text) {
    if (value == null) {
      writeObject(text);
    } else if (first == null) {
      text.add(value);
    } else {
      PatchNode inner = new PatchNode();
      inner.first = first;
      inner.entered = entered;
      text.add(new JsonPatch(value, inner).wire().toByteArray());
    }
  }

  private void writeObject(ByteText text) {
    text.add('{');
    boolean empty = true;
    for (PatchNode child = first; child != null; child = child.next) {
      if (child.makesSomething()) {
        child.writeMember(empty ? text : text.add(','));
        empty = false;
      }
    }
    text.add('}');
  }
}
