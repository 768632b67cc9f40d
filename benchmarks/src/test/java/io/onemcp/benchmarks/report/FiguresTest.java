package io.onemcp.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  @TempDir private Path folder;

  @Nested
  class GivenThreeRounds {
    private final Figures figures = new Figures(Json.of("{\"cores\":2}"));

    {
      for (double value : new double[] {30, 10, 20}) {
        figures.add(new Sample("calls", "OneMCP", "100 B", "calls/s", 1, value));
      }
    }

    @Test
    void whenAskedForAFigure_thenItIsTheMiddleOne() {
      assertThat(figures.median("calls", "OneMCP", "100 B", "calls/s")).hasValue(20);
      assertThat(figures.median("calls", "nginx", "100 B", "calls/s")).isEmpty();
    }

    @Test
    void whenWrittenAndReadAgain_thenNothingIsLost() throws Exception {
      Path file = folder.resolve("run.json");
      figures.write(file);

      Figures again = Figures.read(file);

      assertThat(again.about()).isEqualTo(figures.about());
      assertThat(Tables.of(again))
          .isEqualTo(Tables.of(figures))
          .contains("| 100 B | OneMCP | 20 |");
      assertThat(Tables.compared(again, figures)).contains("| 20 | 20 | 1.00 |");
    }

    @Test
    void whenAFileIsNoRun_thenItIsNamed() throws Exception {
      Path file = Files.writeString(folder.resolve("other.json"), "{}");
      assertThatThrownBy(() -> Figures.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other.json")
          .hasMessageContaining("no samples");
    }
  }
}
