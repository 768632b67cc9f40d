package io.onemcp.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopTimesTest {
  @Test
  void whenTheCommandIsAContainerRuntime_thenItGetsMoreTime() {
    assertThat(StopTimes.of("docker")).isEqualTo(StopTimes.CONTAINER);
    assertThat(StopTimes.of("/usr/bin/podman")).isEqualTo(StopTimes.CONTAINER);
    assertThat(StopTimes.of("C:\\bin\\Docker.EXE")).isEqualTo(StopTimes.CONTAINER);
    assertThat(StopTimes.CONTAINER.afterTerm()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whenItIsAnyOther_thenItGetsTheUsual() {
    assertThat(StopTimes.of("npx")).isEqualTo(StopTimes.DEFAULT);
    assertThat(StopTimes.of("docker-mcp")).isEqualTo(StopTimes.DEFAULT);
    assertThat(StopTimes.DEFAULT)
        .isEqualTo(new StopTimes(Duration.ofSeconds(10), Duration.ofSeconds(9)));
  }

  @Test
  void whenATimeIsNegative_thenItIsRefused() {
    assertThatThrownBy(() -> new StopTimes(Duration.ofSeconds(-1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
