package io.onemcp.adapters.config;

import io.onemcp.core.config.ConfigProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what is wrong with one file, or one part of it. The first finding about a place stands;
 * later ones are its consequences.
 */
final class Findings {
  private static final int LONGEST_KEY = 120;
  private static final Comparator<ConfigProblem> READING_ORDER =
      Comparator.comparing(ConfigProblem::source)
          .thenComparingInt(ConfigProblem::line)
          .thenComparingInt(ConfigProblem::column);

  private final String source;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Set<Position> places = new HashSet<>();

  Findings(String source) {
    this.source = source;
  }

  /** Starts an empty collection about the same file. */
  Findings another() {
    return new Findings(source);
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Returns the findings in the order of the text. */
  List<ConfigProblem> problems() {
    return problems.stream().sorted(READING_ORDER).toList();
  }

  /** Takes over all findings of a part that nothing else looks at. */
  void addAll(Findings other) {
    problems.addAll(other.problems);
    places.addAll(other.places);
  }

  void add(Position at, String key, String problem) {
    add(at, key, problem, Optional.empty(), Optional.empty());
  }

  void add(Position at, String key, String problem, String expectation) {
    add(at, key, problem, Optional.of(expectation), Optional.empty());
  }

  void add(
      Position at,
      String key,
      String problem,
      Optional<String> expectation,
      Optional<String> nearest) {
    if (at.equals(Position.WHOLE_FILE) || places.add(at)) {
      problems.add(
          new ConfigProblem(
              source, at.line(), at.column(), shown(key), problem, expectation, nearest));
    }
  }

  /** Reports every key below a value that stands twice in its object. */
  void addRepeats(ConfigValue value, String path) {
    switch (value) {
      case ConfigValue.Table table -> {
        addRepeatsOf(table, path);
        table.members().forEach((key, member) -> addRepeats(member.value(), join(path, key)));
      }
      case ConfigValue.Items items -> items.values().forEach(item -> addRepeats(item, path));
      default -> {}
    }
  }

  /** Reports every key of one object that stands twice in it. */
  void addRepeatsOf(ConfigValue.Table table, String path) {
    for (ConfigValue.Repeat repeat : table.repeats()) {
      add(
          repeat.again(),
          join(path, repeat.key()),
          "key stands twice, first in line " + repeat.first().line(),
          "each key once");
    }
  }

  /** Returns an inner object, empty where it is absent; anything else there becomes a finding. */
  ConfigValue.Table table(ConfigValue.Table outer, String path, String key) {
    ConfigValue.Member member = outer.members().get(key);
    if (member == null || member.value() instanceof ConfigValue.Nothing) {
      return ConfigValue.Table.EMPTY;
    }
    if (member.value() instanceof ConfigValue.Table table) {
      return table;
    }
    add(member.value().at(), join(path, key), "is " + member.value().kind(), "an object");
    return ConfigValue.Table.EMPTY;
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String shown(String key) {
    String plain = key.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST_KEY ? plain : plain.substring(0, LONGEST_KEY) + "…";
  }
}
