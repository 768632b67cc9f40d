package io.onemcp.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthScenarioTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path folder;

  @Nested
  class GivenOneAndFiveHundredServers {
    private final Figures figures = new Figures(Json.EMPTY_OBJECT);
    private final Straight product = new Straight(new ArrayList<>());
    private final Scenario scenario = new GrowthScenario(product, GrowthScenario.Dimension.SERVERS);

    @Test
    void whenMeasured_thenAllSizesLiveAndTakeTurnsInEveryRound() throws Exception {
      Progress progress = new Progress(figures, 1);
      try (Stage stage = new Stage(figures, progress, scenario.name(), folder)) {
        scenario.run(new Plan(Plan.Depth.USUAL, 2, SHORT, SHORT, SHORT, folder), stage);

        assertThat(product.started).hasSize(2).allMatch(GrowthScenarioTest::lives);
      }

      assertThat(figures.problems()).isEmpty();
      assertThat(turns())
          .startsWith(
              "1: 1: " + Terms.BUSY_MEDIAN,
              "1: 500: " + Terms.BUSY_MEDIAN,
              "1: 1: " + Terms.CALL_MEDIAN,
              "1: 500: " + Terms.CALL_MEDIAN,
              "1: 1: " + Terms.LIST_MEDIAN,
              "1: 500: " + Terms.LIST_MEDIAN,
              "2: 500: " + Terms.BUSY_MEDIAN,
              "2: 1: " + Terms.BUSY_MEDIAN)
          .contains("3: 1: " + Terms.RESIDENT, "3: 500: " + Terms.RESIDENT)
          .hasSize(3 * 6 + 2);
    }

    private List<String> turns() {
      return figures.distinct(
          scenario.name(),
          each -> each.round() + ": " + each.shape().strip() + ": " + each.figure());
    }
  }

  private static boolean lives(Backends backends) {
    return backends.listening().orElseThrow().process().isAlive();
  }

  /** Nothing at all in front of the first server. */
  private record Straight(List<Backends> started) implements Product {
    @Override
    public String label() {
      return "straight";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public boolean carries(Era era, BackendKind kind) {
      return true;
    }

    @Override
    public Running start(Backends backends, Path folder) {
      started.add(backends);
      URI endpoint = URI.create(backends.url(0));
      return new Running(endpoint, () -> "", EchoAnswers.TOOL, 16, Optional.empty());
    }
  }
}
