package io.onemcp.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MicroTest {
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
