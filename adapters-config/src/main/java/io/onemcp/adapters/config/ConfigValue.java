package io.onemcp.adapters.config;

import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stands. */
sealed interface ConfigValue {
  /** Where it begins. */
  Position at();

  /** What a person calls this kind of value. */
  default String kind() {
    return switch (this) {
      case Table _ -> "an object";
      case Items _ -> "a list";
      case Text _ -> "a text";
      case Digits _ -> "a number";
      case Flag _ -> "true or false";
      case Nothing _ -> "null";
    };
  }

  /**
   * An object.
   *
   * @param members by key, in the order of the file; of a repeated key, the first
   * @param repeats keys that stand here a second time
   */
  record Table(Position at, Map<String, Member> members, List<Repeat> repeats)
      implements ConfigValue {
    static final Table EMPTY = new Table(Position.WHOLE_FILE, Map.of(), List.of());
  }

  /** A key with its value; the place is the key's. */
  record Member(Position at, ConfigValue value) {}

  /** A key that stands twice in one object. */
  record Repeat(String key, Position first, Position again) {}

  /** An array. */
  record Items(Position at, List<ConfigValue> values) implements ConfigValue {}

  /** A string. */
  record Text(Position at, String text) implements ConfigValue {}

  /** A number, as it is spelled. */
  record Digits(Position at, String spelling) implements ConfigValue {}

  /** A truth value. */
  record Flag(Position at, boolean value) implements ConfigValue {}

  /** A null, which stands for an absent value. */
  record Nothing(Position at) implements ConfigValue {}
}
