package io.onemcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagesTest {
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]*[a-z][A-Za-z]*");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern STATEMENT = Pattern.compile("[^;{]+[;{]");
  private static final Pattern KEY =
      Pattern.compile("(runtime|mcpServers|serverDefaults)\\.[\\w.*]+");

  /** Capitalised words in code marks that are headers, statuses or values and no classes. */
  private static final Set<String> NO_TYPES = Set.of("Host", "Origin", "Authorization", "Bearer");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/tour.md",
        "docs/glossary.md",
        "docs/concurrency.md",
        "docs/eras.md",
        "docs/reliability.md"
      })
  void whenAPageNamesAClass_thenItExists(String page) throws IOException {
    List<String> named =
        Pages.code(page).stream()
            .filter(text -> TYPE.matcher(text).matches() && !NO_TYPES.contains(text))
            .toList();

    assertThat(named).isNotEmpty();
    assertThat(Pages.types()).containsAll(named);
  }

  @Test
  void whenAPageNamesAKeyOfTheConfiguration_thenTheReferenceHasIt() throws IOException {
    String reference = Pages.read("docs/config.md");
    for (Path page : pages()) {
      for (String text : Pages.code(Pages.root().relativize(page).toString())) {
        if (KEY.matcher(text).matches() && !text.endsWith(".")) {
          assertThat(reference).as("%s names %s", page.getFileName(), text).contains(text);
        }
      }
    }
  }

  @Test
  void whenSomethingIsPromised_thenATestHoldsIt() throws IOException {
    List<String> promises =
        Pattern.compile("\n\n")
            .splitAsStream(Pages.read("docs/reliability.md"))
            .filter(block -> block.startsWith("| promise"))
            .flatMap(block -> block.lines().skip(2))
            .toList();

    assertThat(promises).isNotEmpty().allMatch(line -> line.matches(".*`\\w+Test` \\|"));
  }

  @Test
  void whenThereIsALimitOrATime_thenThePageOfOperationsHasIt() throws IOException {
    String limits = Pages.read("docs/operations/limits.md");
    String times = Pages.read("docs/operations/timeouts.md");
    for (String line : Pages.read("docs/config.md").lines().toList()) {
      String key = line.replaceAll("\\| `([^`]+)`.*", "$1");
      if (key.startsWith("runtime.limits.")) {
        assertThat(limits).contains("`" + key + "`");
      } else if (key.startsWith("runtime.") && line.contains("| time |")) {
        assertThat(times).contains("`" + key + "`");
      }
    }
  }

  @Test
  void whenAPageLinksToAFile_thenTheFileExists() throws IOException {
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        Path target = page.resolveSibling(link.group(1));
        assertThat(target).as("link in %s", page.getFileName()).exists();
      }
    }
  }

  @Test
  void whenADecisionIsRecorded_thenInTwentyLinesAtMost() throws IOException {
    try (Stream<Path> records = Files.list(Pages.root().resolve("docs/adr"))) {
      for (Path record : records.toList()) {
        assertThat(Files.readAllLines(record)).as(record.toString()).hasSizeLessThanOrEqualTo(20);
      }
    }
  }

  @Test
  void whenTheReadmeShowsAnExample_thenItIsCutFromTheCompiledOne() throws IOException {
    String readme = Pages.read("README.md");
    Pattern snippet =
        Pattern.compile("<!-- snippet: (\\S+) -->\\s+```java\n(.*?)```", Pattern.DOTALL);
    List<MatchResult> snippets = snippet.matcher(readme).results().toList();

    assertThat(snippets).isNotEmpty();
    for (MatchResult shown : snippets) {
      String source = squeezed(Pages.read(shown.group(1)));
      STATEMENT
          .matcher(squeezed(shown.group(2)))
          .results()
          .forEach(statement -> assertThat(source).contains(statement.group()));
    }
  }

  /** Formatting differs, words do not. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void whenTheReadmeBegins_thenWithTheTwoCommandsThatDoEverything() throws IOException {
    String top = Pages.read("README.md").lines().limit(10).reduce("", (a, b) -> a + "\n" + b);

    assertThat(top).contains("./onemcp demo").contains("mvn verify");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Pages.root().resolve("docs"), 2)) {
      return Stream.concat(
              docs.filter(page -> page.toString().endsWith(".md")),
              Stream.of(Pages.root().resolve("README.md")))
          .toList();
    }
  }
}
