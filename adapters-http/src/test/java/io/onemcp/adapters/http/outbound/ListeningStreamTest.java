package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.testkit.CannedHttp;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.TestTasks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ListeningStreamTest {
  private static final OutboundHttp.Settings SETTINGS =
      new OutboundHttp.Settings(
          16,
          Duration.ofSeconds(5),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMillis(100));

  private final TestTasks tasks = new TestTasks();
  private final OutboundHttp http = new OutboundHttp(SETTINGS, tasks);
  private final HttpLine line = new HttpLine(http, tasks, Map.of());
  private final RecordingInlet inlet = new RecordingInlet();

  @AfterEach
  void close() {
    line.close();
    http.close();
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  /** Listens at the address until there is no stream to be had. */
  private Running<Boolean> listen(URI url) {
    StreamSource source =
        new StreamSource() {
          @Override
          public HttpAnswer open(Map<String, String> headers, String lastEventId, Runnable onSent)
              throws InterruptedException {
            return line.get(url, headers, onSent);
          }

          @Override
          public void sessionIsGone() {
            inlet.lost("session");
          }
        };
    ListeningStream stream =
        new ListeningStream(source, SETTINGS, new MessageCodec(50), Limits.DEFAULT, inlet);
    return Running.start(() -> {
      stream.keepOpen(line, Map.of());
      return true;
    });
  }

  @Nested
  final class GivenAServerThatSendsNoStream {
    @Test
    void whenItAnswersByJson_thenItIsAskedOnce() throws InterruptedException {
      String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";
      for (int status : List.of(200, 202, 405)) {
        try (CannedHttp server = CannedHttp.serve(status, "application/json", note)) {
          assertThat(listen(server.url()).result()).isTrue();

          assertThat(server.requests().all()).hasSize(1);
          assertThat(inlet.garbage().all()).isEmpty();
          assertThat(inlet.losses().all()).isEmpty();
        }
      }
    }
  }

  @Nested
  final class GivenAStream {
    private static final String EVENTS =
        "retry: 0\n\n"
            + "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n"
            + "data: [{\"jsonrpc\":\"2.0\",\"method\":\"a\"},"
            + "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}]\n\n"
            + "data: {\"jsonrpc\":\"2.0\",\"method\":\"b\"}\n\n"
            + "data: nonsense\n\n";

    @Test
    void whenAnAnswerComesOnIt_thenItIsDroppedAndWhatFollowsIsTaken() throws InterruptedException {
      try (CannedHttp server = CannedHttp.serve(200, "text/event-stream", EVENTS)) {
        Running<Boolean> listening = listen(server.url());
        inlet.garbage().await("nonsense", "nonsense"::equals);

        line.close();

        assertThat(listening.result()).isTrue();
        assertThat(inlet.messages().all().stream().limit(2).map(Message::whole))
            .extracting(whole -> whole.text("method"))
            .containsExactly("a", "b");
        assertThat(inlet.garbage().all()).containsOnly("nonsense");
      }
    }
  }

  @Nested
  final class GivenAServerThatWishesForAWait {
    private final Backoff backoff = new Backoff(SETTINGS);

    @Test
    void whenItWishesForNone_thenThereIsOne() {
      backoff.serverWishes(OptionalLong.of(0));

      assertThat(backoff.next()).isPositive();
    }

    @Test
    void whenItWishesForAnAge_thenItIsAMinute() {
      backoff.serverWishes(OptionalLong.of(Long.MAX_VALUE));

      assertThat(backoff.next()).isEqualTo(Duration.ofMinutes(1));
    }
  }
}
