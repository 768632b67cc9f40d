package io.onemcp.core.protocol.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes random JSON texts, the same ones for the same seed: odd blanks, escapes and numbers. */
final class RandomJson {
  /** Names that members have; few, so that paths of random names often exist. */
  static final List<String> NAMES = List.of("a", "b", "c", "id", "_meta", "größe", "x y", "😀");

  private static final List<String> BLANKS =
      List.of("", "", "", " ", "\n", "\t", "\r\n", "  \n\t ");
  private static final List<String> LEAVES =
      List.of(
          "0",
          "-0",
          "2.50",
          "1e400",
          "-12E+3",
          "123456789012345678901234567890",
          "true",
          "false",
          "null",
          "\"\"",
          "\"plain\"",
          "\"\\u0041\\n\\\"\\\\\\/\"",
          "\"}],{[:\\\"\"",
          "\"\\ud83d\\ude00 😀 ß 漢\"",
          "\"\\ud800\"");

  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  /** Returns an object with blanks around it. */
  String object() {
    return blanks() + object(4) + blanks();
  }

  String value() {
    return value(3);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  List<String> path() {
    List<String> path = new ArrayList<>();
    do {
      path.add(oneOf(NAMES));
    } while (path.size() < 4 && chance(0.5));
    return path;
  }

  private String value(int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    if (kind < 4) {
      return object(depth);
    }
    return kind < 6 ? array(depth) : oneOf(LEAVES);
  }

  private String object(int depth) {
    Set<String> names = new HashSet<>();
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = oneOf(NAMES);
      if (names.add(name)) {
        members.add(
            blanks() + '"' + name + '"' + blanks() + ':' + blanks() + value(depth - 1) + blanks());
      }
    }
    return members.isEmpty() ? "{" + blanks() + "}" : "{" + String.join(",", members) + "}";
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(blanks() + value(depth - 1) + blanks());
    }
    return elements.isEmpty() ? "[" + blanks() + "]" : "[" + String.join(",", elements) + "]";
  }

  private String blanks() {
    return oneOf(BLANKS);
  }
}
