package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.inbound.RawConnection.Response;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
  private static final int LIMIT = 100_000;
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\",\"params\":{\"pad\":\"PAD\"}}";
  private static final String HEAD =
      """
      POST /mcp HTTP/1.1
      Host: HOST
      Content-Type: application/json
      MCP-Protocol-Version: 2026-07-28
      """;

  private final OpenDoor door =
      new OpenDoor(settings ->
          OpenDoor.arriving(
              OpenDoor.limited(settings, OpenDoor.limits(LIMIT, 100, 100)),
              Duration.ofMillis(400)));
  private final RawConnection raw = door.connect();

  @AfterEach
  void close() {
    raw.close();
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  private static String call(int size) {
    return CALL.replace("PAD", "x".repeat(size - CALL.length() + 3));
  }

  private static String chunked(String body, int size) {
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < body.length(); i += size) {
      String chunk = body.substring(i, Math.min(body.length(), i + size));
      chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
      chunks.append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  @Nested
  class GivenABodyWithinTheLimit {
    @Test
    void whenItIsExactlyTheLimit_thenItIsReadInEitherForm() {
      String body = call(LIMIT);

      Response plain =
          raw.send(HEAD + "Content-Length: " + LIMIT + "\n\n").sendExactly(body).response();
      Response chunked =
          raw.send(HEAD + "Transfer-Encoding: chunked\n\n")
              .sendExactly(chunked(body, 1000))
              .response();

      assertThat(plain.status()).isEqualTo(200);
      assertThat(plain.body()).contains("x".repeat(LIMIT - 100));
      assertThat(chunked.body()).isEqualTo(plain.body());
    }

    @Test
    void whenItComesInPieces_thenItIsReadAsAWhole() {
      String body = call(200);
      raw.send(HEAD + "Content-Length: 200\n\n");
      for (int i = 0; i < body.length(); i += 50) {
        raw.sendExactly(body.substring(i, i + 50));
      }

      assertThat(raw.response().status()).isEqualTo(200);
    }

    @Test
    void whenTheClientWaitsForPermission_thenItGetsIt() {
      raw.send(HEAD + "Expect: 100-continue\nContent-Length: 200\n\n");
      assertThat(raw.head().status()).isEqualTo(100);

      raw.sendExactly(call(200));

      assertThat(raw.response().status()).isEqualTo(200);
    }
  }

  @Nested
  class GivenABodyOverTheLimit {
    @Test
    void whenItIsAnnounced_thenItIsRefusedAndTheConnectionClosed() {
      Response response =
          raw.send(HEAD + "Content-Length: " + (LIMIT + 1) + "\n\n")
              .sendExactly(call(LIMIT + 1))
              .response();

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.body()).contains("\"error\"").doesNotContain("\"id\"");
      assertThat(response.headers()).containsEntry("connection", "close");
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItIsAnnouncedButNeverSent_thenTheConnectionIsClosedAllTheSame() {
      Response response = raw.send(HEAD + "Content-Length: " + (LIMIT + 1) + "\n\n").response();

      assertThat(response.status()).isEqualTo(413);
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItIsChunked_thenItIsRefusedAndTheConnectionClosed() {
      Response response =
          raw.send(HEAD + "Transfer-Encoding: chunked\n\n")
              .sendExactly(chunked(call(LIMIT * 2), 5_000))
              .response();

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.body()).contains("\"error\"");
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItsSenderWouldWaitForPermission_thenItIsRefusedWithout() {
      raw.send(HEAD + "Expect: 100-continue\nContent-Length: " + (LIMIT + 1) + "\n\n");

      assertThat(raw.response().status()).isEqualTo(413);
    }
  }

  @Nested
  class GivenABodyThatStalls {
    @Test
    void whenTimeIsUp_thenItIsRefusedAndTheConnectionClosed() {
      Response response =
          raw.send(HEAD + "Content-Length: 200\n\n").sendExactly("{\"json").response();

      assertThat(response.status()).isEqualTo(408);
      assertThat(response.body()).contains("\"error\"");
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenAChunkIsMissing_thenItIsRefused() {
      Response response =
          raw.send(HEAD + "Transfer-Encoding: chunked\n\n").sendExactly("5\r\n{\"js").response();

      assertThat(response.status()).isEqualTo(408);
    }

    @Test
    void whenTheHeadersStall_thenTheConnectionIsClosed() {
      raw.send("POST /mcp HTTP/1.1\nHost: HO");

      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenTheClientGoesAway_thenNothingIsLeft() {
      raw.send(HEAD + "Content-Length: 200\n\n").sendExactly("{\"json");
      raw.close();

      try (RawConnection other = door.connect()) {
        assertThat(other.send("GET /health/live HTTP/1.1\nHost: HOST\n\n").response().status())
            .isEqualTo(200);
      }
    }
  }

  @Nested
  class GivenARouteThatReadsNoBody {
    @Test
    void whenItsBodyNeverComes_thenTheConnectionIsClosed() {
      Response response =
          raw.send("POST /nowhere HTTP/1.1\nHost: HOST\nContent-Length: 9\n\n").response();

      assertThat(response.status()).isEqualTo(404);
      assertThat(raw.isClosedByServer()).isTrue();
    }
  }
}
