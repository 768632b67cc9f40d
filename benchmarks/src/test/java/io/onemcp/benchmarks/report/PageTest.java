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

  @Nested
  class GivenARunOnAnUnevenMachine {
    private final Figures figures = new Figures(Json.EMPTY_OBJECT);

    @Test
    void whenToolsGrow_thenTheTargetIsJudgedByTheRatioWithinARound() throws Exception {
      grown(1, 100, 110);
      grown(2, 300, 330);
      grown(3, 200, 1000);

      assertThat(page())
          .contains("10,000 tools | ≤ 1.25 × one | ≤ 1.10 × one | 1.10 × one | met, and the aim |");
    }

    @Test
    void whenTheSmallestSizeFailsAtFirst_thenTheOthersAreStillComparedWithIt() throws Exception {
      String call = Terms.CALL_MEDIAN;
      figures.add(new Sample(Terms.GROWING_TOOLS, Terms.OWN, Terms.size(10_000), call, 1, 200));
      grown(2, 100, 120);

      assertThat(page()).contains("10,000 tools | ≤ 1.25 × one | ≤ 1.10 × one | 1.20 × one |");
    }

    @Test
    void whenLoadLasts_thenTheWholeTimeIsComparedWithItsFirstPart() throws Exception {
      String own = Terms.through(Terms.OWN, Terms.HTTP, Era.STATELESS);
      for (int part = 1; part <= 10; part++) {
        double rate = part == 1 ? 1000 : 900;
        String shape = Terms.clients("100 B", 16);
        figures.add(new Sample(Terms.SUSTAINED, own, shape, Terms.RATE, part, rate));
      }

      assertThat(page()).contains("of its first part | ≥ 0.95 | – | 0.91 | **not met** |");
    }

    @Test
    void whenSixteenClientsWereMeasuredToo_thenTheirsIsTheTimeOfACall() throws Exception {
      grown(1, 100, 300);
      grown(Terms.BUSY_MEDIAN, 1, 400, 420);

      assertThat(page()).contains("10,000 tools | ≤ 1.25 × one | ≤ 1.10 × one | 1.05 × one |");
    }

    private void grown(int round, double one, double most) {
      grown(Terms.CALL_MEDIAN, round, one, most);
    }

    private void grown(String call, int round, double one, double most) {
      String scenario = Terms.GROWING_TOOLS;
      figures.add(new Sample(scenario, Terms.OWN, Terms.size(1), call, round, one));
      figures.add(new Sample(scenario, Terms.OWN, Terms.size(10_000), call, round, most));
    }

    private String page() throws Exception {
      return String.valueOf(Page.of(figures, ROOT).files().get("docs/performance.md"));
    }
  }
}
