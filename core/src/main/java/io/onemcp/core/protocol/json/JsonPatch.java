package io.onemcp.core.protocol.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of changes to one JSON value: members set, members removed. Everything else keeps its
 * bytes.
 *
 * <p>Not safe for use by several threads. A value that was set is not looked into by later changes.
 */
public final class JsonPatch {
  private final Json root;
  private final Map<Integer, ObjectPatch> objects = new LinkedHashMap<>();
  private final List<Replacement> replacements = new ArrayList<>();

  JsonPatch(Json root) {
    this.root = root;
  }

  /** Sets the member at the end of the path; objects missing on the way are made. */
  public JsonPatch set(Json value, String... path) {
    Json here = root;
    int last = path.length - 1;
    for (int step = 0; step < last; step++) {
      Json next = here.at(path[step]);
      if (next == null || !next.isObject()) {
        of(here).set(path[step], nest(value, path, step + 1));
        return this;
      }
      here = next;
    }
    of(here).set(path[last], value);
    return this;
  }

  /** Removes the member at the end of the path, if it is there. */
  public JsonPatch remove(String... path) {
    Json parent = root.at(Arrays.copyOf(path, path.length - 1));
    if (parent != null) {
      of(parent).remove(path[path.length - 1]);
    }
    return this;
  }

  /** Replaces a value that was found inside this patch's root. */
  public JsonPatch replace(Json found, Json value) {
    replacements.add(new Replacement(found.from(), found.to(), value.utf8()));
    return this;
  }

  /** Returns whether nothing would change. */
  public boolean isEmpty() {
    return objects.isEmpty() && replacements.isEmpty();
  }

  /** Returns the changed text; unchanged stretches are shared with the root, not copied. */
  public WireText wire() {
    List<Replacement> all = new ArrayList<>(replacements);
    objects.values().forEach(object -> object.collect(all));
    all.sort(Comparator.comparingInt(Replacement::from).thenComparingInt(Replacement::to));
    List<ByteBuffer> ranges = new ArrayList<>(all.size() * 2 + 1);
    int at = root.from();
    for (Replacement next : all) {
      if (next.from() > at) {
        ranges.add(WireText.range(root.source(), at, next.from()));
      }
      if (next.text().length > 0) {
        ranges.add(WireText.range(next.text(), 0, next.text().length));
      }
      at = Math.max(at, next.to());
    }
    ranges.add(WireText.range(root.source(), at, root.to()));
    return WireText.ofRanges(ranges);
  }

  /** Returns the changed value. */
  public Json json() {
    return isEmpty() ? root : JsonReader.TRUSTED.read(wire().toByteArray());
  }

  private ObjectPatch of(Json object) {
    return objects.computeIfAbsent(object.from(), _ -> new ObjectPatch(object));
  }

  private static Json nest(Json value, String[] path, int from) {
    Json nested = value;
    for (int step = path.length - 1; step >= from; step--) {
      byte[] text =
          ("{" + Json.string(path[step]) + ":" + nested + "}").getBytes(StandardCharsets.UTF_8);
      nested = new Json(text, 0, text.length);
    }
    return nested;
  }

  record Replacement(int from, int to, byte[] text) {}
}
