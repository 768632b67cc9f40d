package io.onemcp.core.protocol.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of changes to one JSON value: members set, members removed. Everything else keeps its
 * bytes. A later change of the same member wins. Not safe for use by several threads.
 */
public final class JsonPatch {
  private final Json root;
  private final PatchNode changes;
  private final List<Replacement> replacements = new ArrayList<>();

  JsonPatch(Json root) {
    this(root, new PatchNode());
  }

  JsonPatch(Json root, PatchNode changes) {
    this.root = root;
    this.changes = changes;
  }

  /** Returns the value to be changed, as it was. */
  public Json root() {
    return root;
  }

  /** Sets the member at the end of the path; objects missing on the way are made. */
  public JsonPatch set(Json value, String... path) {
    changes.set(value, path);
    return this;
  }

  /** Removes the member at the end of the path, and every copy of it, if it is there. */
  public JsonPatch remove(String... path) {
    changes.remove(path);
    return this;
  }

  /**
   * Removes the object at the end of the path if the other changes leave none of its members; one
   * that was empty before stays.
   */
  public JsonPatch prune(String... path) {
    changes.prune(path);
    return this;
  }

  /**
   * Replaces a value that was found inside the root, at any depth, and is not touched by path; void
   * if a value around it is replaced too.
   */
  public JsonPatch replace(Json found, Json value) {
    replacements.add(new Replacement(found.from(), found.to(), value.utf8()));
    return this;
  }

  /** Returns the changed text; unchanged stretches are shared with the root, not copied. */
  public WireText wire() {
    return wire(inOrder());
  }

  /** Returns the changed value; the root itself if nothing changes. */
  public Json json() {
    List<Replacement> all = inOrder();
    return all.isEmpty() ? root : JsonReader.TRUSTED.read(wire(all).toByteArray());
  }

  private List<Replacement> inOrder() {
    List<Replacement> all = new ArrayList<>(replacements);
    changes.collect(root, all);
    if (all.size() < 2) {
      return all;
    }
    all.sort(Comparator.comparingInt(Replacement::from).thenComparingInt(Replacement::to));
    return all;
  }

  private WireText wire(List<Replacement> all) {
    List<WireText.Range> ranges = new ArrayList<>(all.size() * 2 + 1);
    int at = root.from();
    for (Replacement next : all) {
      if (next.from() < at) {
        // Inside of what was replaced already.
        continue;
      }
      if (next.from() > at) {
        ranges.add(new WireText.Range(root.source(), at, next.from()));
      }
      if (next.text().length > 0) {
        ranges.add(new WireText.Range(next.text(), 0, next.text().length));
      }
      at = next.to();
    }
    ranges.add(new WireText.Range(root.source(), at, root.to()));
    return WireText.ofRanges(ranges);
  }

  record Replacement(int from, int to, byte[] text) {}
}
