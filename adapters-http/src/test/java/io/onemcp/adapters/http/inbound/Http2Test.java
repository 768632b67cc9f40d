package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class Http2Test {
  private static final String WHO =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\",\"params\":{\"pad\":\"PAD\"}}";
  private static final String[] STATELESS = {"mcp-protocol-version", "2026-07-28"};

  private final OpenDoor door =
      new OpenDoor(settings -> OpenDoor.limited(settings, OpenDoor.limits(1_000_000, 100, 100)));

  @AfterEach
  void close() {
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenPriorKnowledge {
    private final Http2Connection http2 = new Http2Connection(door.port);

    @AfterEach
    void closeConnection() {
      http2.close();
    }

    @Test
    void whenARequestComes_thenItIsAnswered() {
      http2.post("/mcp", WHO, STATELESS);
      assertThat(http2.next().isOk()).isTrue();
      assertThat(http2.body()).contains("\"era\":\"stateless\"");

      http2.post("/mcp", WHO.replace("PAD", "x".repeat(60_000)), STATELESS);
      assertThat(http2.next().isOk()).isTrue();
      assertThat(http2.body()).contains("x".repeat(60_000));
    }

    @Test
    void whenTheAnswerIsAStream_thenEventsArriveAsTheyAreOffered() throws InterruptedException {
      CountDownLatch proceed = new CountDownLatch(1);
      door.stateless.script =
          (request, outlet) -> {
            outlet.offer(WireText.of("{\"method\":\"progress\"}"));
            proceed.await();
            return ScriptedStateless.success(request, Json.TRUE);
          };
      http2.post("/mcp", WHO.replace("who", "x"), STATELESS);

      assertThat(http2.next().isOk()).isTrue();
      StringBuilder first = new StringBuilder();
      while (first.indexOf("progress") < 0) {
        first.append(http2.next().text());
      }
      proceed.countDown();

      assertThat(http2.body()).contains("\"result\":true");
    }

    @Test
    void whenTheStreamIsReset_thenTheExchangeIsInterrupted() throws InterruptedException {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      door.stateless.script =
          (_, _) -> {
            running.countDown();
            try {
              new CountDownLatch(1).await();
              throw new AssertionError("unreachable");
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
          };
      int stream = http2.post("/mcp", WHO.replace("who", "x"), STATELESS);
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

      http2.reset(stream);

      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
      http2.post("/mcp", WHO, STATELESS);
      assertThat(http2.body()).contains("stateless");
    }

    @Test
    void whenTheConnectionBreaks_thenTheExchangeIsInterrupted() throws InterruptedException {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      door.stateless.script =
          (_, _) -> {
            running.countDown();
            try {
              new CountDownLatch(1).await();
              throw new AssertionError("unreachable");
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
          };
      http2.post("/mcp", WHO.replace("who", "x"), STATELESS);
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

      http2.close();

      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenTheBodyIsTooLarge_thenItIsRefused() {
      http2.postHead("/mcp", 1_000_001, STATELESS);

      assertThat(http2.next().isOk()).isFalse();
      assertThat(http2.body()).contains("\"error\"");
    }

    @Test
    void whenAuthorityIsForeign_thenItIsRefused() {
      http2.post("/mcp", WHO, "origin", "http://evil.example");

      assertThat(http2.next().isOk()).isFalse();
      assertThat(http2.body()).contains("\"error\"");
    }
  }

  @Nested
  class GivenAnUpgrade {
    @Test
    void whenABodyComesWithIt_thenItIsAnsweredAllTheSame()
        throws IOException, InterruptedException {
      try (HttpClient client = HttpClient.newHttpClient()) {
        for (int size : new int[] {10, 30_000, 200_000}) {
          HttpRequest request =
              HttpRequest.newBuilder(door.uri("/mcp"))
                  .header("Content-Type", "application/json")
                  .header("Accept", "application/json, text/event-stream")
                  .header("MCP-Protocol-Version", "2026-07-28")
                  .POST(BodyPublishers.ofString(WHO.replace("PAD", "x".repeat(size))))
                  .build();

          HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

          assertThat(response.statusCode()).isEqualTo(200);
          assertThat(response.body()).contains("x".repeat(size));
        }
      }
    }
  }
}
