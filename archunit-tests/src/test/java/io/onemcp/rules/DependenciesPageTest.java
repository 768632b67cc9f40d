package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about dependencies names each one that the parent pom manages, with its version. */
final class DependenciesPageTest {
  private static final Pattern MANAGED =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>\\$\\{version\\.([^}]+)}");

  @Test
  void whenTheParentPomManagesADependency_thenThePageNamesItWithItsVersion() {
    Reactor reactor = Reactor.here();
    String pom = Reactor.read(reactor.root().resolve("pom.xml"));
    List<String> rows =
        Reactor.read(reactor.root().resolve("docs/dependencies.md")).lines().toList();

    List<MatchResult> managed = MANAGED.matcher(pom).results().toList();

    assertThat(managed).hasSizeGreaterThan(15);
    assertThat(managed)
        .allSatisfy(one ->
            assertThat(rows)
                .as(one.group(1))
                .anyMatch(
                    row -> names(one).anyMatch(row::contains) && row.contains(version(pom, one))));
  }

  /** Tools of the build go by their name on the page. */
  private static Stream<String> names(MatchResult managed) {
    return switch (managed.group(1)) {
      case "error_prone_core" -> Stream.of("Error Prone");
      case "nullaway" -> Stream.of("NullAway");
      case "pmd-cli", "pmd-java" -> Stream.of("PMD");
      case "jacoco-maven-plugin" -> Stream.of("JaCoCo");
      case "jackson-bom" -> Stream.of("jackson-core");
      default -> Stream.of(managed.group(1));
    };
  }

  private static String version(String pom, MatchResult managed) {
    String property = "version." + Pattern.quote(managed.group(2));
    return Pattern.compile("<" + property + ">(.+?)</")
        .matcher(pom)
        .results()
        .map(m -> m.group(1))
        .findFirst()
        .orElseThrow();
  }
}
