package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which number an error has depends on the era; one class knows the numbers. */
final class ErrorLiteralsTest {
  private static final Predicate<String> ERROR_CODE = Pattern.compile("-32_?\\d").asPredicate();
  private static final Path HOME = Path.of("io/onemcp/core/protocol/ErrorCodes.java");

  @Test
  void whenSourcesAreRead_thenOnlyOneClassNamesErrorNumbers() {
    List<Path> naming =
        Reactor.here().mainSources().stream()
            // The testkit plays servers that we did not write; their numbers are theirs.
            .filter(file -> !file.toString().contains("/testkit/"))
            .filter(file -> ERROR_CODE.test(Reactor.read(file)))
            .toList();

    assertThat(naming).singleElement().satisfies(file -> assertThat(file.endsWith(HOME)).isTrue());
  }
}
