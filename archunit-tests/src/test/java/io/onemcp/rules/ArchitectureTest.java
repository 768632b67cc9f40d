package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules over everything that the modules compiled to. */
final class ArchitectureTest {
  /** Adapters whose contract test is still to be written; whoever writes it strikes the name. */
  private static final Set<String> PENDING_CONTRACT_TESTS = Set.of();

  /**
   * Fewer classes than this mean that the rules look at the wrong place. Raise it as code grows.
   */
  private static final Map<String, Integer> FLOOR =
      Map.of("core", 200, "domain", 2, "adapters", 100, "app", 35, "testkit", 30);

  private static final Imported IMPORTED = Imported.of(Reactor.here());

  static List<Rule> rules() {
    return Architecture.rules(
        Root.ONEMCP,
        IMPORTED,
        PENDING_CONTRACT_TESTS,
        "org.mockito..",
        "org.easymock..",
        "mockit..");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void whenARuleLooksAtTheModules_thenNothingBreaksIt(Rule rule) {
    rule.demand().check(IMPORTED.of(rule.scope()));
  }

  @Test
  void whenTheModulesAreRead_thenEveryLayerHasAtLeastItsClasses() {
    Map<String, Integer> found = new TreeMap<>();

    IMPORTED.of(Rule.Scope.MAIN).stream()
        .map(one -> one.getPackageName().split("\\."))
        .filter(parts -> parts.length > 2)
        .forEach(parts -> found.merge(parts[2], 1, Integer::sum));

    FLOOR.forEach(
        (layer, least) -> assertThat(found.get(layer)).as(layer).isGreaterThanOrEqualTo(least));
  }
}
