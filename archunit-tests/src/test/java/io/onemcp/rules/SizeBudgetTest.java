package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files and small methods; the numbers are measured in code bases that are a joy to read. */
final class SizeBudgetTest {
  private static final int LARGEST_FILE = 300;
  private static final int LONGEST_METHOD = 40;
  private static final int MEDIAN = 60;
  private static final int NINETIETH_PERCENTILE = 150;

  /** What is over the budget today; these lists may only become shorter. */
  private static final List<String> STILL_TOO_LARGE =
      List.of("EventStreamTest.java", "ForwardingTest.java");

  private static final List<String> STILL_TOO_LONG = List.of("ErrorCodes.java rpcError");

  private static final Reactor REACTOR = Reactor.here();

  @Test
  void whenAFileIsRead_thenItFitsOnAFewScreens() {
    List<String> tooLarge =
        SourceFile.read(REACTOR.sources()).stream()
            .filter(file -> file.codeLines() > LARGEST_FILE)
            .map(file -> file.path().getFileName().toString())
            .toList();

    assertThat(tooLarge).isSubsetOf(STILL_TOO_LARGE);
  }

  @Test
  void whenAMethodIsRead_thenItFitsOnOneScreen() {
    List<String> tooLong =
        SourceFile.read(REACTOR.sources()).stream().flatMap(SizeBudgetTest::tooLong).toList();

    assertThat(tooLong).isSubsetOf(STILL_TOO_LONG);
  }

  @Test
  void whenAllThatShipsIsRead_thenMostFilesAreSmall() {
    List<Integer> sizes =
        SourceFile.read(REACTOR.mainSources()).stream()
            .filter(file -> !file.path().endsWith(Path.of("package-info.java")))
            .map(SourceFile::codeLines)
            .sorted()
            .toList();

    assertThat(sizes).hasSizeGreaterThan(50);
    assertThat(sizes.get(sizes.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN);
    assertThat(sizes.get(sizes.size() * 9 / 10))
        .as("90th percentile")
        .isLessThanOrEqualTo(NINETIETH_PERCENTILE);
  }

  private static Stream<String> tooLong(SourceFile file) {
    return file.methods().stream()
        .filter(method -> method.codeLines() > LONGEST_METHOD)
        .map(method -> file.path().getFileName() + " " + method.name());
  }
}
