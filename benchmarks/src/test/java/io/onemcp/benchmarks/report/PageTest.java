package io.onemcp.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PUBLISHED = ROOT.resolve("benchmarks/results/published.json");

  @Nested
  class GivenThePublishedRun {
    @Test
    void whenThePageIsMadeOnceMore_thenItIsTheOneInTheDocs() throws Exception {
      Map<String, String> files = Page.of(Figures.read(PUBLISHED), ROOT).files();

      for (Map.Entry<String, String> file : files.entrySet()) {
        assertThat(ROOT.resolve(file.getKey()))
            .as("made by ./dev bench --report benchmarks/results/published.json")
            .hasContent(file.getValue());
      }
    }

    @Test
    void whenAPictureIsInTheDocs_thenThePageShowsIt() throws Exception {
      String page = Files.readString(ROOT.resolve("docs/performance.md"));
      try (Stream<Path> pictures = Files.list(ROOT.resolve("docs/performance"))) {
        assertThat(pictures)
            .allMatch(picture -> page.contains("(performance/" + picture.getFileName() + ")"));
      }
    }
  }

  @Nested
  class GivenARunWithOneWay {
    private final Figures figures =
        new Figures(Json.of("{\"cores\":2,\"products\":{\"nginx\":\"1\"}}"));
    private final String own = Terms.through(Terms.OWN, Terms.STDIO, Era.STATELESS);

    {
      add(own, Terms.MEDIAN, 1, 150);
      add(own, Terms.MEDIAN, 2, 900);
      add(Terms.direct(Terms.STDIO), Terms.MEDIAN, 1, 60);
      add(Terms.direct(Terms.STDIO), Terms.MEDIAN, 2, 810);
      figures.miss("calls: nginx: not on the PATH");
    }

    @Test
    void whenThePageIsMade_thenATargetIsJudgedByTheDifferenceWithinARound() throws Exception {
      String page = String.valueOf(Page.of(figures, ROOT).files().get("docs/performance.md"));

      assertThat(page)
          .contains("100 B, stdio server | ≤ +120 µs | ≤ +60 µs | +90 µs | met; the aim not |")
          .contains("100 B, HTTP server | ≤ +150 µs | ≤ +60 µs | not measured | – |")
          .contains("- calls: nginx: not on the PATH")
          .contains("| products: nginx | 1 |")
          .contains("performance/latency.svg")
          .doesNotContain("performance/growth");
    }

    private void add(String subject, String figure, int round, double value) {
      String shape = Terms.clients("100 B", 1);
      figures.add(new Sample(Terms.CALLS, subject, shape, figure, round, value));
    }
  }
}
