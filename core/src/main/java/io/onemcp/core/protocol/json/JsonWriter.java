package io.onemcp.core.protocol.json;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a small object of our own, member by member, in the order of the calls. */
public final class JsonWriter {
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
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write('{');
    members.forEach((name, value) -> {
      separate(text);
      write(Json.string(name), text);
      text.write(':');
      write(value, text);
    });
    text.write('}');
    return Json.ofWhole(text.toByteArray());
  }

  /** Returns the values as an array. */
  public static Json array(Collection<Json> values) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write('[');
    values.forEach(value -> {
      separate(text);
      write(value, text);
    });
    text.write(']');
    return Json.ofWhole(text.toByteArray());
  }

  /** Returns the texts as an array of strings. */
  public static Json strings(Collection<String> texts) {
    return array(texts.stream().map(Json::string).toList());
  }

  private static void separate(ByteArrayOutputStream text) {
    if (text.size() > 1) {
      text.write(',');
    }
  }

  private static void write(Json value, ByteArrayOutputStream text) {
    text.write(value.source(), value.from(), value.length());
  }
}
