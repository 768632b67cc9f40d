package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private final RestartPolicy policy =
      new RestartPolicy(true, 10, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ZERO);

  @Test
  void whenAttemptsFail_thenTheLongestPauseDoublesUpToTheCap() {
    assertThat(IntStream.rangeClosed(2, 10).mapToObj(attempt -> policy.pause(attempt, 1)))
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    assertThat(policy.pause(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whenChanceIsLess_thenThePauseIsThatShare() {
    assertThat(policy.pause(3, 0.25)).isEqualTo(Duration.ofMillis(250));
    assertThat(policy.pause(3, 0)).isZero();
    assertThat(policy.pause(1, 1)).isEqualTo(Duration.ofMillis(500));
  }
}
