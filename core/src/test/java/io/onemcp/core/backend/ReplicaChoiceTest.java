package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.ReplicaChoice.Standing;
import io.onemcp.core.config.Replicas.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicaChoiceTest {
  private static final Standing GOOD = new Standing(true, false, true, true, 0);

  @ParameterizedTest
  @EnumSource
  void whenTwoStandInAnyWay_thenNoBetterOneIsPassedOver(Balance balance) {
    List<Standing> all = everyStanding();
    for (Standing one : all) {
      for (Standing other : all) {
        for (int turn = -1; turn <= 1; turn++) {
          OptionalInt chosen = ReplicaChoice.of(List.of(one, other), balance, turn);
          int weightOne = weight(one, balance);
          int weightOther = weight(other, balance);

          assertThat(chosen.isPresent()).isEqualTo(one.usable() || other.usable());
          chosen.ifPresent(place ->
              assertThat(place == 0 ? weightOne : weightOther)
                  .as("%s, %s", one, other)
                  .isEqualTo(Math.min(weightOne, weightOther)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenAllAreAlike_thenEachHasItsTurn(Balance balance) {
    List<Standing> three = List.of(GOOD, GOOD, GOOD);

    assertThat(
            IntStream.range(0, 6).map(turn -> ReplicaChoice.of(three, balance, turn).orElseThrow()))
        .containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(ReplicaChoice.of(three, balance, Integer.MIN_VALUE)).isPresent();
  }

  @Test
  void whenOneIsMissing_thenTheOthersShareItsTurns() {
    Standing gone = new Standing(false, false, true, true, 0);
    List<Standing> three = List.of(GOOD, gone, GOOD);

    assertThat(
            IntStream.range(0, 4)
                .map(turn -> ReplicaChoice.of(three, Balance.ROUND_ROBIN, turn).orElseThrow()))
        .containsExactly(0, 2, 0, 2);
  }

  @Test
  void whenConnectionsCount_thenTheLeastBusyIsChosenAtEveryTurn() {
    Standing busy = new Standing(true, false, true, true, 3);
    Standing less = new Standing(true, false, true, true, 1);

    for (int turn = 0; turn < 5; turn++) {
      assertThat(ReplicaChoice.of(List.of(busy, less, busy), Balance.LEAST_CONNECTIONS, turn))
          .hasValue(1);
    }
  }

  @Test
  void whenThereAreNone_thenNoneIsChosen() {
    assertThat(ReplicaChoice.of(List.of(), Balance.ROUND_ROBIN, 0)).isEmpty();
  }

  private static List<Standing> everyStanding() {
    List<Standing> all = new ArrayList<>();
    for (int bits = 0; bits < 32; bits++) {
      all.add(
          new Standing(
              (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, bits >> 4));
    }
    return all;
  }

  /** The rule in another form: what speaks against one, the gravest first. */
  private static int weight(Standing standing, Balance balance) {
    int busy = balance == Balance.LEAST_CONNECTIONS ? standing.underWay() : 0;
    return bit(standing, it -> !it.usable(), 4)
        + bit(standing, Standing::ejected, 3)
        + bit(standing, it -> !it.agrees(), 2)
        + bit(standing, it -> !it.hasRoom(), 1)
        + busy;
  }

  private static int bit(Standing standing, Predicate<Standing> flaw, int place) {
    return flaw.test(standing) ? 1 << place : 0;
  }
}
