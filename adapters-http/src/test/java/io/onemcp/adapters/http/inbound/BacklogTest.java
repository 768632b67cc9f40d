package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(100_000);

  @Nested
  class GivenStreamsWhoseReadersAreSlow {
    @Test
    void whenTooMuchWaitsInAll_thenThereIsRoomOnlyWhereLittleWaits() {
      long one = backlog.count(0, 100, 40_000);
      assertThat(backlog.hasRoom(101, 41_000)).isTrue();

      long other = backlog.count(0, 100, 40_000);

      assertThat(backlog.hasRoom(101, 41_000)).isFalse();
      assertThat(backlog.hasRoom(2, 500)).isTrue();
      assertThat(backlog.waiting()).isEqualTo(one + other);
    }

    @Test
    void whenOneIsRead_thenTheOthersHaveRoomAgain() {
      long one = backlog.count(0, 100, 80_000);
      backlog.count(0, 1, 100);
      assertThat(backlog.hasRoom(101, 80_000)).isFalse();

      assertThat(backlog.count(one, 0, 0)).isZero();

      assertThat(backlog.hasRoom(101, 80_000)).isTrue();
    }
  }

  @Nested
  class GivenOneLargeAnswerThatIsReadSlowly {
    @Test
    void whenItIsCounted_thenItLeavesMostOfTheRoomToOthers() {
      Backlog usual = new Backlog();

      usual.count(0, 1, Backlog.MOST);

      assertThat(usual.waiting()).isLessThan(Backlog.MOST / 10);
      assertThat(usual.hasRoom(1_000, 1 << 20)).isTrue();
    }
  }
}
