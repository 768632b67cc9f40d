package io.onemcp.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON as no serializer writes it, the same for the same seed: everything that a parser loses. */
final class OddJson {
  private static final List<String> NAMES =
      List.of(
          "a", "\\u0061", "A", "", "id", "_meta", "name", "uri", "result", "größe", "x y", "😀");
  private static final List<String> LEAVES =
      List.of(
          "0",
          "-0",
          "-0.0",
          "2.50",
          "1e400",
          "1E-99999999999",
          "-12E+3",
          "123456789012345678901234567890.10",
          "true",
          "false",
          "null",
          "\"\"",
          "{}",
          "[]",
          "\"a\"",
          "\"\\u0061\\n\\\"\\\\\\/\"",
          "\"}],{[:\\\"\"",
          "\"\\ud83d\\ude00 😀 ß 漢 \u2028\u0085\"",
          "\"\\ud800 \\u0000\"");

  private final Random random;
  private final List<String> blanks;

  OddJson(long seed, List<String> blanks) {
    this.random = new Random(seed);
    this.blanks = blanks;
  }

  /** An object of random members, names of which may stand twice. */
  String object() {
    return object(5);
  }

  /** An array in arrays, so many levels deep. */
  String deep(int levels) {
    return ("[" + blank()).repeat(levels) + leaf() + (blank() + "]").repeat(levels);
  }

  /** An array of so many numbers and strings. */
  String wide(int elements) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      all.add(leaf());
    }
    return "[" + String.join(",", all) + "]";
  }

  /** Blanks that the text may have between two tokens. */
  String blank() {
    return blanks.get(random.nextInt(blanks.size()));
  }

  private String value(int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    if (kind < 4) {
      return object(depth);
    }
    return kind < 6 ? array(depth) : leaf();
  }

  private String leaf() {
    return LEAVES.get(random.nextInt(LEAVES.size()));
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = '"' + NAMES.get(random.nextInt(NAMES.size())) + '"';
      members.add(blank() + name + blank() + ':' + blank() + value(depth - 1) + blank());
    }
    return members.isEmpty() ? "{" + blank() + "}" : "{" + String.join(",", members) + "}";
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      elements.add(blank() + value(depth - 1) + blank());
    }
    return elements.isEmpty() ? "[" + blank() + "]" : "[" + String.join(",", elements) + "]";
  }
}
