package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.Circuit.Closed;
import io.onemcp.core.backend.Circuit.HalfOpen;
import io.onemcp.core.backend.Circuit.Open;
import io.onemcp.core.backend.Circuit.Signal;
import io.onemcp.core.config.SupervisionConfig.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final Instant NOW = Instant.parse("2026-07-28T12:00:00Z");
  private static final Breaker RULE = new Breaker(3, Duration.ofSeconds(2));
  private static final Circuit OPEN = new Open(NOW.plusSeconds(1));
  private static final Circuit DUE = new Open(NOW);
  private static final Circuit HALF_OPEN = new HalfOpen();
  private static final List<Circuit> ALL =
      List.of(new Closed(0), new Closed(2), OPEN, DUE, HALF_OPEN);

  @Test
  void whenARequestIsAnswered_thenItClosesFromEveryState() {
    ALL.forEach(circuit -> leads(circuit, Signal.SUCCEEDED, new Closed(0)));
  }

  @Test
  void whenRequestsFail_thenTheyAreCountedAndTheLastOneOpensIt() {
    leads(new Closed(0), Signal.FAILED, new Closed(1));
    leads(new Closed(1), Signal.FAILED, new Closed(2));
    leads(new Closed(2), Signal.FAILED, new Open(NOW.plusSeconds(2)));
  }

  @Test
  void whenARequestOfBeforeFailsLate_thenTheTimeToWaitIsNotExtended() {
    leads(OPEN, Signal.FAILED, OPEN);
    leads(DUE, Signal.FAILED, DUE);
  }

  @Test
  void whenTheTrialFails_thenItOpensAgain() {
    leads(HALF_OPEN, Signal.FAILED, new Open(NOW.plusSeconds(2)));
  }

  @Test
  void whenTheTrialIsGivenUp_thenTheNextRequestIsOne() {
    leads(HALF_OPEN, Signal.INCONCLUSIVE, DUE);
    ALL.stream()
        .filter(circuit -> !circuit.equals(HALF_OPEN))
        .forEach(circuit -> leads(circuit, Signal.INCONCLUSIVE, circuit));
  }

  @Test
  void whenARequestIsLetThrough_thenOnlyADueCircuitIsOnTrial() {
    leads(DUE, Signal.ADMITTED, HALF_OPEN);
    ALL.stream()
        .filter(circuit -> !circuit.equals(DUE))
        .forEach(circuit -> leads(circuit, Signal.ADMITTED, circuit));
  }

  @Test
  void whenAskedWhetherARequestMayGo_thenOneMayOnceThePauseIsOver() {
    assertThat(ALL.stream().map(circuit -> circuit.admits(NOW)))
        .containsExactly(true, true, false, true, false);
  }

  @Test
  void whenNothingIsToOpenIt_thenNothingDoes() {
    Breaker never = new Breaker(0, Duration.ofSeconds(2));
    Circuit circuit = Circuit.unused();
    for (int i = 0; i < 1_000; i++) {
      circuit = circuit.on(Signal.FAILED, never, NOW);
    }

    assertThat(circuit.admits(NOW)).isTrue();
  }

  @Test
  void whenAskedForALabel_thenEveryStateHasItsOwn() {
    assertThat(ALL.stream().map(Circuit::label).distinct())
        .containsExactly("closed", "open", "half-open");
  }

  private static void leads(Circuit from, Signal signal, Circuit to) {
    assertThat(from.on(signal, RULE, NOW)).as("%s on %s", signal, from).isEqualTo(to);
  }
}
