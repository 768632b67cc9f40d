package io.onemcp.rules;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All rules in one list; each group has its own class. */
final class Architecture {
  private Architecture() {}

  static List<Rule> rules(
      Root root, Imported imported, Set<String> pending, String... mockLibraries) {
    return Stream.of(
            Direction.rules(root),
            LibraryHomes.rules(root),
            Surroundings.rules(root),
            Shape.rules(root),
            Contracts.rules(root, imported, pending),
            TestForm.rules(root, mockLibraries))
        .flatMap(List::stream)
        .toList();
  }
}
