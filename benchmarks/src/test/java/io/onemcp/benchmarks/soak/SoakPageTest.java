package io.onemcp.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SoakPageTest {
  private static final Path ROOT = Path.of("..");

  @Nested
  class GivenTheSoakThatIsRecorded {
    @Test
    void whenThePageIsMadeOfIt_thenItIsTheOneInTheDocs() throws IOException {
      SoakPage page = SoakPage.read(ROOT.resolve("benchmarks/results/soak.json"));

      assertThat(page.text()).isEqualTo(Files.readString(ROOT.resolve("docs/performance/soak.md")));
      assertThat(page.picture())
          .isEqualTo(Files.readString(ROOT.resolve("docs/performance/soak.svg")));
    }
  }
}
