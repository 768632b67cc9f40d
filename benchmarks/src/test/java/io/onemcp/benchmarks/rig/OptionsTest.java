package io.onemcp.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.benchmarks.report.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final List<String> KNOWN = List.of(Terms.CALLS, Terms.LISTS);

  @Nested
  class GivenWords {
    @Test
    void whenAScenarioAndATimeAreNamed_thenOnlyThatIsMeasuredForSoLong() {
      Options options = Options.of(List.of("--full", "--seconds", "0.5", "lists"), KNOWN);

      Plan plan = options.plan(Path.of("x"));
      assertThat(plan.time()).isEqualTo(Duration.ofMillis(500));
      assertThat(plan.depth()).isEqualTo(Plan.Depth.FULL);
      assertThat(options.publishes()).isFalse();
      assertThat(options.out()).isEqualTo(Path.of("benchmarks/results/last.json"));
    }

    @Test
    void whenAllOfItIsWanted_thenLoadLastsForFiveMinutes() {
      Options options = Options.of(List.of("--full"), KNOWN);

      assertThat(options.plan(Path.of("x")).sustained()).isEqualTo(Duration.ofMinutes(5));
      assertThat(options.minutes()).hasValue(35.0);
    }

    @Test
    void whenAProductIsNamed_thenItsAddressAndKeyAreKnown() {
      Options options = Options.of(List.of("--product", "other=http://localhost:1/mcp,k"), KNOWN);

      assertThat(options.products()).hasSize(1);
      assertThat(options.products().getFirst().label()).isEqualTo("other");
      assertThat(options.products().getFirst().credential()).isEqualTo("Bearer k");
    }

    @Test
    void whenOneMeansNothing_thenItIsNamed() {
      assertThatThrownBy(() -> Options.of(List.of("cals"), KNOWN))
          .hasMessageContaining("cals")
          .hasMessageContaining("lists");
      assertThatThrownBy(() -> Options.of(List.of("--product", "nowhere"), KNOWN))
          .hasMessageContaining("NAME=URL");
    }
  }
}
