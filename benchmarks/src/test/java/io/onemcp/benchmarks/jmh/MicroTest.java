package io.onemcp.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MicroTest {
  @Nested
  class GivenWhatIsRecorded {
    @Test
    void whenThePageIsMadeOfIt_thenItIsTheOneInTheDocs() throws IOException {
      Path root = Path.of("..");

      assertThat(Micro.page(Micro.recorded(root.resolve("benchmarks/results/jmh.json"))))
          .isEqualTo(Files.readString(root.resolve("docs/performance/steps.md")));
    }
  }

  @Nested
  class GivenFigures {
    @Test
    void whenTheyAreShown_thenEachStepHasARow() {
      Json figures =
          Json.of("{\"median ns\":1234.5,\"fastest ns\":999.9,\"bytes allocated\":40.0}");

      assertThat(Micro.table(Map.of("Splice.call, size 100", figures)))
          .endsWith("| Splice.call, size 100 | 1,235 | 1,000 | 40 |\n");
    }
  }
}
