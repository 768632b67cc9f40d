package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.ReplicaDuty.Standing;
import io.onemcp.core.protocol.Revision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplicaDutyTest {
  private static final Optional<Revision> OLD = Optional.of(Revision.V2025_11_25);
  private static final Optional<Revision> NEW = Optional.of(Revision.V2026_07_28);
  private static final Standing LIVE = new Standing(OLD, OLD);
  private static final Standing AWAY = new Standing(OLD, Optional.empty());
  private static final Standing NEVER = new Standing(Optional.empty(), Optional.empty());

  @Nested
  class GivenNobodysOfferIsShown {
    @Test
    void whenOneIsThere_thenItIsTheFirstThatIs() {
      assertThat(ReplicaDuty.source(List.of(NEVER, LIVE, LIVE), -1)).hasValue(1);
    }

    @Test
    void whenOneHasOffered_thenThatIsBetterThanNothing() {
      assertThat(ReplicaDuty.source(List.of(NEVER, AWAY), -1)).hasValue(1);
    }

    @Test
    void whenNoneEverOffered_thenThereIsNone() {
      assertThat(ReplicaDuty.source(List.of(NEVER, NEVER), -1)).isEmpty();
    }
  }

  @Nested
  class GivenTheOfferOfTheSecond {
    @Test
    void whenItGoesAway_thenItsOfferStaysAndAnotherSpeaks() {
      List<Standing> standings = List.of(LIVE, AWAY);

      assertThat(ReplicaDuty.source(standings, 1)).hasValue(1);
      assertThat(ReplicaDuty.speaker(standings, OptionalInt.of(1))).hasValue(0);
    }

    @Test
    void whenAllGoAway_thenItStaysAndNobodySpeaks() {
      assertThat(ReplicaDuty.source(List.of(AWAY, AWAY), 1)).hasValue(1);
      assertThat(ReplicaDuty.speaker(List.of(AWAY, AWAY), OptionalInt.of(1))).isEmpty();
    }

    @Test
    void whenThoseLeftSpeakAnotherRevision_thenTheirsIsShown() {
      assertThat(ReplicaDuty.source(List.of(new Standing(NEW, NEW), AWAY), 1)).hasValue(0);
    }

    @Test
    void whenItIsWithdrawn_thenThatOfOneThatIsThereIsShown() {
      assertThat(ReplicaDuty.source(List.of(LIVE, NEVER), 1)).hasValue(0);
    }
  }
}
