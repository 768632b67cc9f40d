package io.onemcp.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private static final long EARLY = 300;
  private static final long LAST = 3600;

  private final List<Vitals> samples = new ArrayList<>();
  private final Tally tally = new Tally();

  @Nested
  class GivenAGatewayThatHoldsWhatItHeld {
    @Test
    void whenNothingWasWrong_thenTheVerdictIsGood() {
      assertThat(verdict(0, 0).good()).isTrue();
    }

    @Test
    void whenOneAnswerWasWrong_thenItIsNot() {
      tally.wrong("another's answer");

      assertThat(verdict(0, 0).good()).isFalse();
    }

    @Test
    void whenAProcessOutlivesIt_thenItIsNot() {
      assertThat(verdict(0, 1).good()).isFalse();
    }
  }

  @Nested
  class GivenAGatewayThatLosesADescriptorAMinute {
    @Test
    void whenAnHourIsOver_thenTheVerdictSaysWhatHasGrown() {
      Verdict verdict = verdict(1.0 / 60, 0);

      assertThat(verdict.findings())
          .filteredOn(finding -> !finding.good())
          .extracting(Verdict.Finding::what)
          .containsExactly(Vitals.DESCRIPTORS, Vitals.DESCRIPTORS + ", without load");
      assertThat(verdict.table()).contains("| descriptors | 105.0 | 159.5 | 125.5 | **no** |");
    }

    @Test
    void whenTheFindingsAreRecorded_thenTheyAreReadAsTheyWere() {
      for (Verdict.Finding finding : verdict(0, 0).findings()) {
        assertThat(Verdict.Finding.of(finding.json()).row()).isEqualTo(finding.row());
      }
    }
  }

  private Verdict verdict(double descriptorsASecond, long orphans) {
    for (long second = 15; second <= LAST + 90; second += 15) {
      Vitals vitals =
          new Vitals(
              second,
              Map.of(
                  Vitals.RESIDENT, 180.0,
                  Vitals.DESCRIPTORS, 100 + second * descriptorsASecond,
                  Vitals.THREADS, 50.0,
                  Vitals.PROCESSES, 6.0));
      samples.add(vitals.with(Soak.LIVE, 20.0));
    }
    return new SoakVerdict(samples, EARLY, LAST).of(tally, orphans);
  }
}
