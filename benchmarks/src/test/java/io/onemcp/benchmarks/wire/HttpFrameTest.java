package io.onemcp.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpFrameTest {
  private final HttpFrame frame = new HttpFrame();

  @Nested
  class GivenAnAnswerWithALength {
    @Test
    void whenItArrivesByteByByte_thenItIsCompleteWithTheLastOne() {
      String text = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"id\":1}";
      for (byte each : bytes(text)) {
        assertThat(frame.isComplete()).isFalse();
        frame.add(new byte[] {each}, 1);
      }
      assertThat(frame.isComplete()).isTrue();
      assertThat(frame.status()).isEqualTo(200);
      assertThat(frame.body()).isEqualTo(bytes("{\"id\":1}"));
      assertThat(frame.bodyHas(bytes("\"id\":1"), 4)).isTrue();
      assertThat(frame.bodyHas(bytes("\"id\":2"), 4)).isFalse();
    }

    @Test
    void whenTwoArriveAtOnce_thenTheSecondStaysForItsTurn() {
      add(answer("202 Accepted", "") + answer("404 No", "x"));
      assertThat(frame.isComplete()).isTrue();
      frame.clear();
      assertThat(frame.isComplete()).isTrue();
      assertThat(frame.status()).isEqualTo(404);
    }
  }

  @Nested
  class GivenAnAnswerInChunks {
    @Test
    void whenTheLastChunkIsHere_thenItIsComplete() {
      add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      assertThat(frame.isComplete()).isFalse();
      add("0\r\n\r\n");
      assertThat(frame.isComplete()).isTrue();
      assertThat(frame.bodyHas(bytes("abc"), 10)).isTrue();
    }
  }

  @Nested
  class GivenALargeBody {
    @Test
    void whenTheMarkStandsFarFromBothEnds_thenItIsNotLookedFor() {
      String body = "x".repeat(1000) + "mark" + "x".repeat(1000);
      add("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(frame.isComplete()).isTrue();
      assertThat(frame.bodyHas(bytes("mark"), 400)).isFalse();
      assertThat(frame.bodyHas(bytes("mark"), 1100)).isTrue();
    }
  }

  private static String answer(String status, String body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private void add(String text) {
    frame.add(bytes(text), text.length());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
