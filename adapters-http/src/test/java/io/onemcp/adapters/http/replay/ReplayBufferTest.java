package io.onemcp.adapters.http.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.replay.ReplayBuffer.Kept;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
  private static final EventPlace START = new EventPlace("s", 1, 0);
  private static final EventPlace OTHER = new EventPlace("s", 2, 0);

  private static WireText text(int length) {
    return WireText.of("x".repeat(length));
  }

  private static List<Long> placesAfter(ReplayBuffer buffer, EventPlace place) {
    return buffer.after(place).stream().map(kept -> kept.place().place()).toList();
  }

  private static void keep(ReplayBuffer buffer, EventPlace stream, int from, int to, int length) {
    for (int i = from; i <= to; i++) {
      buffer.keep(stream.at(i), text(length));
    }
  }

  @Nested
  class GivenABoundOnEvents {
    private final ReplayBuffers buffers = new ReplayBuffers(5, 1 << 20, 1 << 20);
    private final ReplayBuffer buffer = buffers.open();

    @Test
    void whenMoreAreKept_thenTheOldestFallOut() {
      keep(buffer, START, 1, 3, 10);
      keep(buffer, OTHER, 1, 4, 10);

      assertThat(placesAfter(buffer, START)).containsExactly(3L);
      assertThat(placesAfter(buffer, OTHER)).containsExactly(1L, 2L, 3L, 4L);
      assertThat(placesAfter(buffer, OTHER.at(3))).containsExactly(4L);
      assertThat(buffer.knows(START)).isTrue();
      assertThat(buffer.knows(new EventPlace("t", 1, 0))).isFalse();
    }

    @Test
    void whenAnAnswerFallsOut_thenAWordAboutItStaysOneTimeLonger() {
      buffer.keep(START.at(1), text(10));
      buffer.keepAnswer(START.at(2), text(10), WireText.of("lost"));

      keep(buffer, OTHER, 1, 5, 10);
      List<Kept> lost = buffer.after(START);
      keep(buffer, OTHER, 6, 10, 10);

      assertThat(lost).hasSize(1);
      assertThat(lost.getFirst().message()).hasToString("lost");
      assertThat(lost.getFirst().place()).isEqualTo(START.at(2));
      assertThat(buffer.knows(START)).isFalse();
    }

    @Test
    void whenItIsClosed_thenItHoldsNothing() {
      keep(buffer, START, 1, 3, 10);

      buffer.close();
      keep(buffer, START, 4, 5, 10);

      assertThat(buffer.knows(START)).isFalse();
      assertThat(buffers.held()).isZero();
    }
  }

  @Nested
  class GivenABoundOnBytes {
    private final ReplayBuffer buffer = new ReplayBuffers(100, 3_000, 1 << 20).open();

    @Test
    void whenMoreAreKept_thenTheOldestFallOut() {
      keep(buffer, START, 1, 5, 1_000 - ReplayBuffer.OVERHEAD);

      assertThat(placesAfter(buffer, START)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void whenOneAloneIsTooLarge_thenTheOthersStay() {
      keep(buffer, START, 1, 2, 10);

      buffer.keep(START.at(3), text(3_000));
      buffer.keepAnswer(START.at(4), text(3_000), WireText.of("lost"));

      assertThat(placesAfter(buffer, START)).containsExactly(1L, 2L, 4L);
      assertThat(buffer.after(START.at(2)).getFirst().message()).hasToString("lost");
    }
  }

  @Nested
  class GivenManyBuffers {
    private final ReplayBuffers buffers = new ReplayBuffers(100, 1 << 20, 10_000);

    @Test
    void whenTheyTogetherHoldTooMuch_thenTheOneLeftAloneLongestGivesWay() {
      ReplayBuffer idle = buffers.open();
      ReplayBuffer busy = buffers.open();
      keep(busy, OTHER, 1, 1, 1_000 - ReplayBuffer.OVERHEAD);
      keep(idle, START, 1, 5, 1_000 - ReplayBuffer.OVERHEAD);

      keep(busy, OTHER, 2, 7, 1_000 - ReplayBuffer.OVERHEAD);

      assertThat(placesAfter(idle, START)).containsExactly(3L, 4L, 5L);
      assertThat(placesAfter(busy, OTHER)).hasSize(7);
      assertThat(buffers.held()).isEqualTo(10_000);
    }

    @Test
    void whenThousandsComeAndGo_thenTheBoundHoldsAndNothingIsLeftInTheEnd() {
      List<ReplayBuffer> open = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        ReplayBuffer buffer = buffers.open();
        buffer.keepAnswer(START.at(1), text(i), WireText.of("lost"));
        keep(buffer, START, 2, 2 + i % 3, i % 500);
        open.add(buffer);
        assertThat(buffers.held()).isLessThanOrEqualTo(10_000);
      }

      open.forEach(ReplayBuffer::close);

      assertThat(buffers.held()).isZero();
    }
  }

  @Nested
  class GivenAPlace {
    @Test
    void whenItIsWrittenAndRead_thenItIsTheSame() {
      EventPlace place = new EventPlace("7f3a", 12, 345);

      assertThat(place).hasToString("7f3a-12-345");
      assertThat(EventPlace.of("7f3a-12-345")).contains(place);
    }

    @Test
    void whenItsStreamAnswersARequest_thenTheRequestIsReadToo() {
      EventPlace number = new EventPlace("7f3a", 1, 2, Optional.of(new RequestId.Num(-5)));
      EventPlace text = new EventPlace("7f3a", 1, 2, Optional.of(new RequestId.Text("a\u00df.-")));

      assertThat(EventPlace.of(number.toString())).contains(number);
      assertThat(EventPlace.of(text.toString())).contains(text);
      assertThat(EventPlace.of(number.at(7).toString())).contains(number.at(7));
    }

    @Test
    void whenTheIdOfItsRequestIsLong_thenItIsLeftOut() {
      RequestId id = new RequestId.Text("x".repeat(300));

      assertThat(new EventPlace("a", 1, 2, Optional.of(id)))
          .isEqualTo(new EventPlace("a", 1, 2))
          .hasToString("a-1-2");
    }

    @Test
    void whenAnythingElseIsRead_thenItIsNone() {
      for (String other :
          List.of(
              "",
              "-",
              "a-1",
              "a-1-",
              "a--1",
              "a-1-1-1",
              ".a-1-1",
              "M Q.a-1-1",
              "A-1-1",
              " a-1-1",
              "a-1-1\n",
              "a-1-9999999999999999999",
              "a-+1-1")) {
        assertThat(EventPlace.of(other)).as(other).isEmpty();
      }
    }
  }
}
