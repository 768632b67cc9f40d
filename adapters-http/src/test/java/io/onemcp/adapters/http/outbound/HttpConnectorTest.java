package io.onemcp.adapters.http.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.CannedHttp;
import io.onemcp.testkit.ObedientServer;
import io.onemcp.testkit.OpenedBackend;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedHttp.Option;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.SeenRequest;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class HttpConnectorTest implements BackendConnectorContract {
  private static final OutboundHttp.Settings SETTINGS =
      new OutboundHttp.Settings(
          512,
          Duration.ofSeconds(5),
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofMillis(300));

  private static final String TOOL_CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\",\"_meta\":{"
          + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
  private static final Map<String, String> STATELESS_HEADERS =
      Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "t");

  private final TestTasks tasks = new TestTasks();
  private final OutboundHttp http = new OutboundHttp(SETTINGS);
  private final HttpConnector connector = new HttpConnector(http, tasks, LIMITS);
  private final List<ScriptedHttp> servers = new ArrayList<>();
  private final RecordingInlet inlet = new RecordingInlet();

  @AfterEach
  void endAll() throws IOException {
    servers.forEach(ScriptedHttp::close);
    http.close();
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Override
  public BackendConnector connector() {
    return connector;
  }

  @Override
  public BackendDefinition obedient() {
    return serve(ObedientServer.of(Revision.LATEST_STATEFUL)).definition("obedient");
  }

  @Override
  public BackendDefinition nobody() {
    return definition(nobodyUrl());
  }

  private ScriptedHttp serve(ScriptedServer script, Option... options) {
    ScriptedHttp server = ScriptedHttp.serve(script, options);
    servers.add(server);
    return server;
  }

  private static URI nobodyUrl() {
    return URI.create("http://127.0.0.1:1/mcp");
  }

  private static BackendDefinition definition(URI url) {
    return BackendDefinition.of("http", new BackendTransport.Http(url, Map.of()));
  }

  private static OutboundRequest statelessCall() {
    return new OutboundRequest(
        new RequestId.Num(1), new OutboundMessage(WireText.of(TOOL_CALL), STATELESS_HEADERS));
  }

  private Running<Message.Response> start(BackendConnection connection, Received<Message> interim) {
    return Running.start(() -> connection.exchange(statelessCall(), interim::add));
  }

  @Nested
  final class GivenAServerThatAlwaysStreams implements BackendConnectorContract {
    @Override
    public BackendConnector connector() {
      return connector;
    }

    @Override
    public BackendDefinition obedient() {
      return serve(ObedientServer.of(Revision.LATEST_STATEFUL), Option.ALWAYS_STREAMS)
          .definition("obedient");
    }

    @Override
    public BackendDefinition nobody() {
      return HttpConnectorTest.this.nobody();
    }
  }

  @Nested
  final class GivenAStatelessServer {
    private final Received<String> closings = new Received<>();

    private final ScriptedServer script =
        ScriptedServer.stateless()
            .tool(
                "t",
                (_, reply) -> {
                  reply.notification(Methods.LOG_MESSAGE, "{\"level\":\"info\",\"data\":1}");
                  reply.hang();
                  closings.add("closed");
                });

    @Test
    void whenACallIsInterrupted_thenTheServerSeesItsStreamClose() throws InterruptedException {
      Received<Message> interim = new Received<>();
      try (BackendConnection connection =
          connector.open(serve(script).definition("stateless"), inlet)) {
        Running<Message.Response> call = start(connection, interim);
        interim.await("interim message", _ -> true);
        assertThat(connection.cancelsByClosing()).isTrue();

        call.interrupt();

        assertThat(call.failure()).containsInstanceOf(InterruptedException.class);
        closings.await("closing", _ -> true);
      }
    }

    @Test
    void whenCalledAgainAndAgain_thenConnectionsAreUsedAgain() throws InterruptedException {
      script.tool("t", (_, reply) -> reply.text("done"));
      ScriptedHttp server = serve(script, Option.ALWAYS_STREAMS);
      try (BackendConnection connection = connector.open(server.definition("t"), inlet)) {
        for (int i = 0; i < 20; i++) {
          assertThat(start(connection, new Received<>()).result())
              .isInstanceOf(Message.Success.class);
        }
      }

      assertThat(server.requests().all().stream().map(SeenRequest::clientPort).distinct().count())
          .isLessThan(20);
    }

    @Test
    void whenTheServerBreaksAfterTheRequest_thenTheCallIsLost() throws InterruptedException {
      script.tool("t", (_, reply) -> reply.breakOff());
      try (BackendConnection connection =
          connector.open(serve(script).definition("stateless"), inlet)) {
        assertThat(start(connection, new Received<>()).failure())
            .containsInstanceOf(BackendLostException.class);
      }
      assertThat(inlet.losses().all()).isEmpty();
    }

    @Test
    void whenTheAnswerIsAnErrorWithAStatus_thenItIsAnAnswer() throws InterruptedException {
      script.tool("t", (_, reply) -> reply.error(-32_021, "elicitation needed"));
      try (BackendConnection connection =
          connector.open(serve(script).definition("stateless"), inlet)) {
        assertThat(start(connection, new Received<>()).result().whole().at("error", "code"))
            .hasToString("-32021");
      }
    }
  }

  @Nested
  final class GivenAStatefulServer {
    @Test
    void whenASessionIsOpen_thenItsIdIsSentAndItIsEndedByClosing() throws InterruptedException {
      ScriptedHttp server = serve(ObedientServer.of(Revision.LATEST_STATEFUL));
      try (OpenedBackend backend = OpenedBackend.open(connector, server.definition("s"))) {
        backend.assertAlive();
        assertThat(backend.connection().cancelsByClosing()).isFalse();
      }

      SeenRequest end = server.requests().await("end", seen -> seen.method().equals("DELETE"));
      assertThat(end.header("Mcp-Session-Id")).isNotEmpty();
      assertThat(server.requests().all().stream().skip(1))
          .allMatch(seen -> seen.header("Mcp-Session-Id").equals(end.header("Mcp-Session-Id")));
    }

    @Test
    void whenItOffersNoStream_thenListeningIsQuiet() throws InterruptedException {
      ScriptedHttp server =
          serve(ObedientServer.of(Revision.LATEST_STATEFUL), Option.NO_GET_STREAM);
      try (OpenedBackend backend = OpenedBackend.open(connector, server.definition("s"))) {
        backend.listen();
        server.requests().await("stream asked for", seen -> seen.method().equals("GET"));

        backend.assertAlive();
      }
    }

    @Test
    void whenItsStreamEnds_thenItIsOpenedAgain() throws InterruptedException {
      ScriptedServer script = ScriptedServer.stateful();
      ScriptedHttp server = serve(script);
      try (OpenedBackend backend = OpenedBackend.open(connector, server.definition("s"))) {
        backend.listen();
        script.push(Methods.TOOLS_CHANGED, "{\"n\":1}");
        backend.inlet().messages().await("first", 1, _ -> true);

        server.endStreams();
        server.requests().await("second stream", 2, seen -> seen.method().equals("GET"));
        script.push(Methods.TOOLS_CHANGED, "{\"n\":2}");

        backend.inlet().messages().await("second", 2, _ -> true);
      }
    }

    @Test
    void whenTheStreamOfACallEndsEarly_thenTheRestIsFetched() throws InterruptedException {
      ScriptedServer script =
          ScriptedServer.stateful()
              .on(
                  "test/long",
                  (_, reply) -> {
                    reply.notification(Methods.LOG_MESSAGE, "{\"data\":1}");
                    reply.breakOff();
                    reply.notification(Methods.LOG_MESSAGE, "{\"data\":2}");
                    reply.result("{\"done\":true}");
                  });
      ScriptedHttp server = serve(script, Option.RESUMABLE);
      try (OpenedBackend backend = OpenedBackend.open(connector, server.definition("s"))) {
        Message.Response answer = backend.call("test/long", "{}");

        assertThat(answer.whole().at("result")).hasToString("{\"done\":true}");
        assertThat(backend.logged()).containsExactly("1", "2");
        assertThat(backend.interim().all()).hasSize(2);
      }
    }
  }

  @Nested
  final class GivenConfiguredHeaders {
    @Test
    void whenARequestIsSent_thenTheyAreOnItButNeverReplaceTheProtocols()
        throws InterruptedException {
      ScriptedHttp server = serve(ScriptedServer.stateless().echoTool("t"));
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
      try (BackendConnection connection = connector.open(definition, inlet)) {
        assertThat(start(connection, new Received<>()).result())
            .isInstanceOf(Message.Success.class);
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
              "h", new BackendTransport.Http(nobodyUrl(), Map.of("X-Key", "a\r\nEvil: b")));

      assertThatThrownBy(() -> connector.open(definition, inlet))
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
        BackendRefusedException refusal =
            refusal(307, "text/plain", "", "Location", other.url().toString());

        assertThat(refusal.status()).isEqualTo(307);
        assertThat(other.requests().all()).isEmpty();
      }
    }

    @Test
    void whenItAnswersWithAnotherJson_thenItRefusedAndThatIsReported() throws InterruptedException {
      assertThat(refusal(200, "application/json", "{\"status\":\"ok\"}").status()).isEqualTo(200);
      assertThat(inlet.garbage().all()).containsExactly("{\"status\":\"ok\"}");
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
      try (BackendConnection connection = connector.open(definition(url), inlet)) {
        return start(connection, new Received<>()).failure().orElseThrow();
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
            BackendConnection connection = connector.open(definition(peer.url()), inlet)) {
          Message.Response answer = start(connection, new Received<>()).result();

          assertThat(answer.id()).isEqualTo(new RequestId.Num(1));
          assertThat(answer.whole().at("id")).hasToString("1");
        }
      }
    }

    @Test
    void whenItIsAResultOfAnotherRequest_thenTheCallIsLost() throws InterruptedException {
      String body = "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}";
      try (CannedHttp peer = CannedHttp.serve(200, "application/json", body);
          BackendConnection connection = connector.open(definition(peer.url()), inlet)) {
        assertThat(start(connection, new Received<>()).failure())
            .containsInstanceOf(BackendLostException.class);
      }
    }
  }
}
