package io.onemcp.adapters.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SseReaderTest {
  private static List<String> read(SseReader reader) throws IOException {
    List<String> events = new ArrayList<>();
    for (Optional<SseEvent> next = reader.next(); next.isPresent(); next = reader.next()) {
      events.add(next.get().type() + "|" + next.get().data().text());
    }
    return events;
  }

  private static SseReader reader(String text) {
    return new SseReader(new ByteArrayInputStream(text.getBytes(UTF_8)), 1_000);
  }

  /** Gives one to three bytes at a time, as a slow network may. */
  private static InputStream dripping(byte[] text, RandomGenerator random) {
    return new ByteArrayInputStream(text) {
      @Override
      public synchronized int read(byte[] target, int from, int length) {
        return super.read(target, from, Math.min(length, random.nextInt(1, 4)));
      }
    };
  }

  @Nested
  final class GivenOneEvent {
    @Test
    void whenItHasAllFields_thenAllAreRead() throws IOException {
      SseReader reader = reader("event: ping\nid: 7\nretry: 250\ndata: {\"a\":1}\n\n");

      assertThat(read(reader)).containsExactly("ping|{\"a\":1}");
      assertThat(reader.lastEventId()).isEqualTo("7");
      assertThat(reader.retryMillis()).hasValue(250);
    }

    @Test
    void whenItsDataHasSeveralLines_thenTheyAreJoined() throws IOException {
      assertThat(read(reader("data: {\ndata\ndata:  \"a\":1}\n\n")))
          .containsExactly("message|{\n\n \"a\":1}");
    }

    @Test
    void whenItHasNoData_thenItIsNoEventButItsIdCounts() throws IOException {
      SseReader reader = reader("event: ping\nid: 8\n\ndata: x\n\n");

      assertThat(read(reader)).containsExactly("message|x");
      assertThat(reader.lastEventId()).isEqualTo("8");
    }

    @Test
    void whenItsDataIsEmpty_thenItIsAnEvent() throws IOException {
      assertThat(read(reader("id: 1\ndata:\n\n"))).containsExactly("message|");
    }

    @Test
    void whenTheStreamEndsWithinIt_thenItIsDropped() throws IOException {
      assertThat(read(reader("data: whole\n\ndata: half\n"))).containsExactly("message|whole");
      assertThat(read(reader("data: whole\n\ndata: ha"))).containsExactly("message|whole");
    }

    @Test
    void whenItHoldsCommentsAndUnknownFields_thenTheyAreIgnored() throws IOException {
      assertThat(read(reader(": hello\n:\nfoo: bar\nretry: soon\ndata: x\nnothing\n\n")))
          .containsExactly("message|x");
    }
  }

  @Nested
  final class GivenAnyLineEnds {
    @Test
    void whenReadInAnyPieces_thenTheEventsAreTheSame() throws IOException {
      RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
      for (String end : List.of("\n", "\r\n", "\r")) {
        String text = "event: a\ndata: 1\ndata: 2\n\n: c\n\ndata: \u00e9\n\n\n".replace("\n", end);
        for (int i = 0; i < 50; i++) {
          SseReader reader = new SseReader(dripping(text.getBytes(UTF_8), random), 1_000);

          assertThat(read(reader)).containsExactly("a|1\n2", "message|\u00e9");
        }
      }
    }
  }

  @Nested
  final class GivenAnEventOverTheBound {
    @Test
    void whenRead_thenItIsMarkedAndTheNextIsSound() throws IOException {
      SseReader reader = reader("data: " + "x".repeat(1_001) + "\n\ndata: y\n\n");

      assertThat(reader.next().orElseThrow().data().isOverlong()).isTrue();
      assertThat(read(reader)).containsExactly("message|y");
    }
  }
}
