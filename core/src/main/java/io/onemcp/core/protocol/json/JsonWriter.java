package io.onemcp.core.protocol.json;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a small object of our own, member by member, in the order of the calls. */
public final class JsonWriter {
  /** Bytes of the quotes, the colon and the comma of a member. */
  private static final int AROUND = 4;

  private final Map<String, Json> members = new LinkedHashMap<>();

  /** Adds a member. */
  public JsonWriter put(String name, Json value) {
    members.put(name, value);
    return this;
  }

  /** Adds a string member. */
  public JsonWriter put(String name, String value) {
    return put(name, Json.string(value));
  }

  /** Adds a number member. */
  public JsonWriter put(String name, long value) {
    return put(name, Json.number(value));
  }

  /** Adds a boolean member. */
  public JsonWriter put(String name, boolean value) {
    return put(name, value ? Json.TRUE : Json.FALSE);
  }

  /** Adds a member unless the value is null. */
  public JsonWriter putPresent(String name, @Nullable Json value) {
    return value == null ? this : put(name, value);
  }

  /** Returns the object. */
  public Json json() {
    int room = 2;
    for (Map.Entry<String, Json> member : members.entrySet()) {
      room += member.getKey().length() + member.getValue().length() + AROUND;
    }
    ByteText text = new ByteText(room).add('{');
    members.forEach((name, value) -> separate(text).add(Quotation.of(name)).add(':').add(value));
    return Json.ofWhole(text.add('}').toByteArray());
  }

  /** Returns the values as an array. */
  public static Json array(Collection<Json> values) {
    int room = 2;
    for (Json value : values) {
      room += value.length() + 1;
    }
    ByteText text = new ByteText(room).add('[');
    values.forEach(value -> separate(text).add(value));
    return Json.ofWhole(text.add(']').toByteArray());
  }

  /** Returns the texts as an array of strings. */
  public static Json strings(Collection<String> texts) {
    return array(texts.stream().map(Json::string).toList());
  }

  private static ByteText separate(ByteText text) {
    return text.size() > 1 ? text.add(',') : text;
  }
}
