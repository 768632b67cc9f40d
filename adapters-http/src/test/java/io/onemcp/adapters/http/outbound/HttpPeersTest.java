package io.onemcp.adapters.http.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.testkit.CannedHttp;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.SeenRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpPeersTest {
  final HttpFixture fixture = new HttpFixture(waits());

  HttpFixture.Waits waits() {
    return HttpFixture.Waits.IN_THE_JDK;
  }

  @AfterEach
  void endAll() throws IOException {
    fixture.close();
  }

  @Nested
  final class GivenConfiguredHeaders {
    @Test
    void whenARequestIsSent_thenTheyAreOnItButNeverReplaceTheProtocols()
        throws InterruptedException {
      ScriptedHttp server = fixture.serve(ScriptedServer.stateless().echoTool("t"));
      Map<String, String> headers =
          Map.of(
              "Authorization",
              "Bearer given",
              "User-Agent",
              "mine",
              "mcp-method",
              "x",
              "accept",
              "y");
      BackendDefinition definition =
          BackendDefinition.of("h", new BackendTransport.Http(server.url(), headers));
      try (BackendConnection connection = fixture.open(definition)) {
        assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);
      }

      SeenRequest seen = server.requests().all().getFirst();
      assertThat(seen.header("Authorization")).isEqualTo("Bearer given");
      assertThat(seen.header("User-Agent")).isEqualTo("mine");
      assertThat(seen.header("Mcp-Method")).isEqualTo("tools/call");
      assertThat(seen.header("Accept")).isEqualTo("application/json, text/event-stream");
    }

    @Test
    void whenOneHoldsALineBreak_thenTheBackendIsUnreachable() {
      BackendDefinition definition =
          BackendDefinition.of(
              "h",
              new BackendTransport.Http(HttpFixture.nobody(), Map.of("X-Key", "a\r\nEvil: b")));

      assertThatThrownBy(() -> fixture.open(definition))
          .isInstanceOf(BackendUnreachableException.class)
          .hasMessageContaining("X-Key")
          .hasMessageNotContaining("Evil");
    }
  }

  @Nested
  final class GivenAPeerThatIsNoMcpServer {
    @Test
    void whenItAnswersWithAStatus_thenItRefusedInFewWords() throws InterruptedException {
      String page = "<html>\n" + "x".repeat(10_000);

      BackendRefusedException refusal = refusal(503, "text/html", page);

      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.getMessage())
          .startsWith("HTTP status 503: <html> xxx")
          .hasSizeLessThan(250);
    }

    @Test
    void whenItRedirects_thenThatIsNotFollowed() throws InterruptedException {
      try (CannedHttp other = CannedHttp.serve(200, "application/json", "{}")) {
        for (int status : new int[] {302, 303, 307, 308}) {
          BackendRefusedException refusal =
              refusal(status, "text/plain", "", "Location", other.url().toString());

          assertThat(refusal.status()).isEqualTo(status);
        }
        assertThat(other.requests().all()).isEmpty();
      }
    }

    @Test
    void whenItAnswersWithAnotherJson_thenItRefusedAndThatIsReported() throws InterruptedException {
      assertThat(refusal(200, "application/json", "{\"status\":\"ok\"}").status()).isEqualTo(200);
      assertThat(fixture.inlet().garbage().all()).containsExactly("{\"status\":\"ok\"}");
    }

    @Test
    void whenItAnswersWithNothing_thenItRefused() throws InterruptedException {
      assertThat(refusal(202, "", "").status()).isEqualTo(202);
    }

    @Test
    void whenItSpeaksNoTls_thenNothingWasSent() throws IOException, InterruptedException {
      try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Running<Boolean> server = Running.start(() -> answerInPlainText(plain));
        URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/mcp");

        assertThat(failure(url)).isInstanceOf(BackendUnreachableException.class);
        assertThat(server.result()).isTrue();
      }
    }

    private static boolean answerInPlainText(ServerSocket plain) throws IOException {
      try (Socket client = plain.accept()) {
        client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
        return true;
      }
    }

    private BackendRefusedException refusal(int status, String type, String body, String... headers)
        throws InterruptedException {
      try (CannedHttp peer = CannedHttp.serve(status, type, body, headers)) {
        return (BackendRefusedException) failure(peer.url());
      }
    }

    private Throwable failure(URI url) throws InterruptedException {
      try (BackendConnection connection = fixture.open(HttpFixture.definition(url))) {
        return HttpFixture.call(connection).failure().orElseThrow();
      }
    }
  }

  @Nested
  final class GivenAnErrorWithoutTheId {
    @Test
    void whenItAnswersARequest_thenItGetsTheIdOfThatRequest() throws InterruptedException {
      for (String id : List.of("", "\"id\":null,", "\"id\":\"server-error\",")) {
        String body =
            "{\"jsonrpc\":\"2.0\"," + id + "\"error\":{\"code\":-32000,\"message\":\"m\"}}";
        try (CannedHttp peer = CannedHttp.serve(400, "application/json", body);
            BackendConnection connection = fixture.open(HttpFixture.definition(peer.url()))) {
          Message.Response answer = HttpFixture.call(connection).result();

          assertThat(answer.id()).isEqualTo(new RequestId.Num(1));
          assertThat(answer.whole().at("id")).hasToString("1");
        }
      }
    }

    @Test
    void whenItIsAResultOfAnotherRequest_thenTheCallIsLost() throws InterruptedException {
      String body = "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}";
      try (CannedHttp peer = CannedHttp.serve(200, "application/json", body);
          BackendConnection connection = fixture.open(HttpFixture.definition(peer.url()))) {
        assertThat(HttpFixture.call(connection).failure())
            .containsInstanceOf(BackendLostException.class);
      }
    }
  }

  @Nested
  final class GivenAServerThatEndsConnections {
    @Test
    void whenItHasReadARequest_thenThatIsLost() throws Exception {
      assertThat(lost(0).isConclusive()).isTrue();
    }

    @Test
    void whenItHasAnsweredOthersOnIt_thenThatSaysNothingOfTheNextRequest() throws Exception {
      BackendLostException lost = lost(1);

      assertThat(lost.isConclusive()).isFalse();
      assertThat(lost).hasMessage("the server ended the connection without an answer");
    }

    private BackendLostException lost(int answered) throws Exception {
      try (RawDoor door = new RawDoor();
          BackendConnection connection = fixture.open(HttpFixture.definition(door.url()))) {
        Running<Boolean> server =
            Running.start(() -> {
              try (RawDoor.Client client = door.accept()) {
                for (int i = 0; i < answered; i++) {
                  client.read();
                  client.answer();
                }
                client.read();
              }
              return true;
            });
        for (int i = 0; i < answered; i++) {
          assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);
        }
        Throwable failure = HttpFixture.call(connection).failure().orElseThrow();
        server.result();
        return (BackendLostException) failure;
      }
    }
  }

  @Nested
  final class GivenALargeAnswer {
    private int first;

    @BeforeEach
    void makeThePool() throws InterruptedException {
      first = longWork(CannedHttp.serve(200, "application/json", answer(10)));
    }

    @Test
    void whenPoolsAreMadeForALoop_thenThatIsSaidBefore() throws InterruptedException {
      int later = longWork(CannedHttp.serve(200, "application/json", answer(10)));

      assertThat(first - later).isEqualTo(waits() == HttpFixture.Waits.IN_A_LOOP ? 1 : 0);
    }

    @Test
    void whenItsLengthIsAnnounced_thenThatIsSaidBeforeItIsRead() throws InterruptedException {
      int small = longWork(CannedHttp.serve(200, "application/json", answer(10)));

      assertThat(longWork(CannedHttp.serve(200, "application/json", answer(100_000))))
          .isGreaterThan(small);
    }

    @Test
    void whenItsLengthIsNotKnown_thenItIsSaidAsSoonAsItShows() throws InterruptedException {
      int small = longWork(CannedHttp.serveUnannounced("application/json", answer(10)));

      assertThat(longWork(CannedHttp.serveUnannounced("application/json", answer(100_000))))
          .isGreaterThan(small);
      assertThat(longWork(CannedHttp.serveUnannounced("text/event-stream", event(10))))
          .isEqualTo(small);
      assertThat(longWork(CannedHttp.serveUnannounced("text/event-stream", event(100_000))))
          .isGreaterThan(small);
    }

    private int longWork(CannedHttp peer) throws InterruptedException {
      int before = fixture.longWork();
      try (peer;
          BackendConnection connection = fixture.open(HttpFixture.definition(peer.url()))) {
        assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);
      }
      return fixture.longWork() - before;
    }

    private static String event(int length) {
      return "data: " + answer(length) + "\n\n";
    }

    private static String answer(int length) {
      return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"" + "x".repeat(length) + "\"}}";
    }
  }
}
