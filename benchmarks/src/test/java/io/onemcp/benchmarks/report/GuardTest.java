package io.onemcp.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final String OWN = Terms.through(Terms.OWN, Terms.HTTP, Era.STATELESS);
  private static final String NGINX = Terms.through(Terms.NGINX, Terms.HTTP, Era.STATEFUL);
  private static final String DIRECT = Terms.direct(Terms.HTTP);

  private final Figures baseline = new Figures(Json.EMPTY_OBJECT);
  private final Figures now = new Figures(Json.EMPTY_OBJECT);

  @Nested
  class GivenABaselineWithNginx {
    {
      rate(baseline, OWN, 20_000);
      rate(baseline, NGINX, 40_000);
      rate(baseline, DIRECT, 50_000);
    }

    @Test
    void whenTheWholeMachineIsTenTimesSlower_thenNothingIsSaid() {
      rate(now, OWN, 2000);
      rate(now, NGINX, 4000);
      rate(now, DIRECT, 5000);

      assertThat(Guard.of(now, baseline).isContent()).isTrue();
    }

    @Test
    void whenOnlyTheGatewayIsFourTimesSlower_thenItFailsAndSaysWhere() {
      rate(now, OWN, 5000);
      rate(now, NGINX, 40_000);

      Guard guard = Guard.of(now, baseline);
      assertThat(guard.isContent()).isFalse();
      assertThat(guard.table()).contains(OWN, NGINX, "| 0.50 | 0.13 | 4.00 | FAILED");
    }

    @Test
    void whenThereIsNoNginxNow_thenTheDirectWayIsTheYardstick() {
      rate(now, OWN, 18_000);
      rate(now, DIRECT, 50_000);

      Guard guard = Guard.of(now, baseline);
      assertThat(guard.isContent()).isTrue();
      assertThat(guard.table()).contains("| " + DIRECT + " | 0.40 | 0.36 | 1.11 | ok |");
    }

    @Test
    void whenTheGatewayWasNotMeasured_thenThatDoesNotPass() {
      rate(now, NGINX, 40_000);

      Guard guard = Guard.of(now, baseline);
      assertThat(guard.isContent()).isFalse();
      assertThat(guard.table()).contains("Nothing could be compared");
    }
  }

  private static void rate(Figures figures, String subject, double value) {
    figures.add(new Sample(Terms.CALLS, subject, Terms.clients("100 B", 16), Terms.RATE, 1, value));
  }
}
