package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule finds the violation that was planted for it: a rule that cannot fail protects nothing.
 */
final class RulesBiteTest {
  private static final Root BAD = new Root("io.onemcp.rules.bad");
  private static final Imported PLANTED = Imported.planted(BAD);

  /** The rule, and classes that its report has to name. */
  private static final Map<String, List<String>> CULPRITS =
      Map.ofEntries(
          Map.entry(
              "core <- domain <- adapters <- app.embedded <- app.cli", List.of("KnowsDomain")),
          Map.entry("adapters do not know each other", List.of("KnowsAdapterOne")),
          Map.entry("domains do not know each other", List.of("KnowsDomainOne")),
          Map.entry("packages form no cycle", List.of("Left", "Right")),
          Map.entry("what ships does not know the testkit", List.of("KnowsTestkit")),
          Map.entry("core is plain Java", List.of("KnowsLibraries")),
          Map.entry("domains are plain Java", List.of("KnowsPicocli")),
          Map.entry("home of Undertow", List.of("KnowsTheWorld")),
          Map.entry("home of Apache HttpClient", List.of("KnowsTheWorld")),
          Map.entry("home of Jackson streaming", List.of("KnowsLibraries")),
          Map.entry("home of Jackson databind", List.of("KnowsTheWorld")),
          Map.entry("home of Caffeine", List.of("KnowsLibraries")),
          Map.entry("home of Guice", List.of("KnowsLibraries")),
          Map.entry("home of picocli", List.of("KnowsPicocli")),
          Map.entry("home of the MCP Java SDK", List.of("KnowsTheWorld")),
          Map.entry("home of JUnit and AssertJ", List.of("KnowsTheWorld")),
          Map.entry("home of the JDK's HTTP server", List.of("KnowsTheWorld")),
          Map.entry("home of Guava and JDK internals", List.of("KnowsTheWorld")),
          Map.entry(
              "clock and threads come through ports",
              List.of("ReadsClock", "StartsThread", "UsesExecutors")),
          Map.entry(
              "standard streams belong to the command line and the stdio door", List.of("Prints")),
          Map.entry("sealed families close over records, enums and sealed types", List.of("Open")),
          Map.entry("no singletons", List.of("Singleton.getInstance")),
          Map.entry("no mutable static state", List.of("StaticState.counter", "StaticState.CACHE")),
          Map.entry("no field injection", List.of("InjectedField")),
          Map.entry("loggers are private static final", List.of("PublicLogger")),
          Map.entry("names say what a thing is", List.of("SessionManager")),
          Map.entry("packages are named for concepts", List.of("Drawer")),
          Map.entry("exceptions are specific", List.of("ThrowsGeneric")),
          Map.entry("packages are null-marked", List.of("unmarked")),
          Map.entry(
              "every outbound port has a contract that its adapters pass",
              List.of("LonelyPort has no", "UnprovenAdapter has no test")),
          Map.entry(
              "a method named like a test is one", List.of("whenNobodyRunsThis_thenNobodyNotices")),
          Map.entry("no test is switched off", List.of("LooksTested")),
          Map.entry("no mocks", List.of("UsesMock")));

  static List<Rule> rules() {
    return Architecture.rules(BAD, PLANTED, Set.of(), BAD.in("mocklibrary"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void whenARuleLooksAtThePlantedTree_thenItNamesTheCulprits(Rule rule) {
    EvaluationResult result = rule.demand().evaluate(PLANTED.of(rule.scope()));

    String report = String.join("\n", result.getFailureReport().getDetails());

    assertThat(CULPRITS).containsKey(rule.name());
    assertThat(report).contains(CULPRITS.getOrDefault(rule.name(), List.of()));
  }

  @Test
  void whenAnAdapterPassesItsContract_thenItIsNotNamed() {
    assertThat(rules())
        .filteredOn(rule -> rule.name().startsWith("every outbound port"))
        .singleElement()
        .satisfies(rule ->
            assertThat(rule.demand().evaluate(PLANTED.all()).getFailureReport().getDetails())
                .noneMatch(detail -> detail.contains(" ProvenAdapter ")));
  }
}
