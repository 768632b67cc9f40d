package io.onemcp.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageTest {
  private static final Demand CALLS = Demand.calls(100, 16);

  private final Figures figures = new Figures(Json.EMPTY_OBJECT);
  private final List<Duration> sent = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void whenALaneIsWarmed_thenItsLoadComesInPieces() throws Exception {
    assertThat(warm(new Counting(Integer.MAX_VALUE), Duration.ofMillis(2_500))).isTrue();

    assertThat(sent)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(500));
  }

  @Test
  void whenALaneBreaks_thenThatIsKeptAndItIsNotWarmedAnyMore() throws Exception {
    assertThat(warm(new Counting(1), Duration.ofSeconds(5))).isFalse();

    assertThat(sent).hasSize(2);
    assertThat(figures.problems()).hasSize(1);
  }

  private boolean warm(Lane lane, Duration time) throws Exception {
    try (Stage stage = new Stage(figures, new Progress(figures, 1), "calls", folder)) {
      return stage.warm(lane, CALLS, time);
    }
  }

  /** Takes load for no time at all, so many times. */
  private final class Counting implements Lane {
    private final int good;

    Counting(int good) {
      this.good = good;
    }

    @Override
    public String subject() {
      return "counting";
    }

    @Override
    public boolean takes(Demand demand) {
      return true;
    }

    @Override
    public LoadFigures send(Demand demand, Duration time) throws IOException {
      sent.add(time);
      if (sent.size() > good) {
        throw new IOException("broken");
      }
      return new LoadFigures(new Histogram(1), 0, "", 0, 1);
    }

    @Override
    public List<Long> between() {
      return List.of();
    }
  }
}
