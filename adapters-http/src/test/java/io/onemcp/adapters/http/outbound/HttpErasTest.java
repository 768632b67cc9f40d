package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ObedientServer;
import io.onemcp.testkit.OpenedBackend;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedHttp.Option;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.SeenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpErasTest {
  private final HttpFixture fixture = new HttpFixture(waits());

  HttpFixture.Waits waits() {
    return HttpFixture.Waits.IN_THE_JDK;
  }

  @AfterEach
  void endAll() throws IOException {
    fixture.close();
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
          fixture.open(fixture.serve(script).definition("stateless"))) {
        Running<Message.Response> call = HttpFixture.call(connection, interim);
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
      ScriptedHttp server = fixture.serve(script, Option.ALWAYS_STREAMS);
      try (BackendConnection connection = fixture.open(server.definition("t"))) {
        for (int i = 0; i < 20; i++) {
          assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);
        }
      }

      assertThat(server.requests().all().stream().map(SeenRequest::clientPort).distinct().count())
          .isLessThan(20);
    }

    @Test
    void whenTheServerBreaksAfterTheRequest_thenTheCallIsLost() throws InterruptedException {
      script.tool("t", (_, reply) -> reply.breakOff());
      try (BackendConnection connection =
          fixture.open(fixture.serve(script).definition("stateless"))) {
        assertThat(HttpFixture.call(connection).failure())
            .containsInstanceOf(BackendLostException.class);
      }
      assertThat(fixture.inlet().losses().all()).isEmpty();
    }

    @Test
    void whenTheAnswerIsAnErrorWithAStatus_thenItIsAnAnswer() throws InterruptedException {
      script.tool("t", (_, reply) -> reply.error(-32_021, "elicitation needed"));
      try (BackendConnection connection =
          fixture.open(fixture.serve(script).definition("stateless"))) {
        assertThat(HttpFixture.call(connection).result().whole().at("error", "code"))
            .hasToString("-32021");
      }
    }
  }

  @Nested
  final class GivenAStatefulServer {
    @Test
    void whenASessionIsOpen_thenItsIdIsSentAndItIsEndedByClosing() throws InterruptedException {
      ScriptedHttp server = fixture.serve(ObedientServer.of(Revision.LATEST_STATEFUL));
      try (OpenedBackend backend =
          OpenedBackend.open(fixture.connector(), server.definition("s"))) {
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
      for (Option refusal : List.of(Option.NO_GET_STREAM, Option.GET_NOT_FOUND)) {
        ScriptedHttp server = fixture.serve(ObedientServer.of(Revision.LATEST_STATEFUL), refusal);
        try (OpenedBackend backend =
            OpenedBackend.open(fixture.connector(), server.definition("s"))) {
          backend.listen();
          server.requests().await("stream asked for", seen -> seen.method().equals("GET"));

          backend.assertAlive();
        }
      }
    }

    @Test
    void whenTheHeadOfItsStreamComesWithTheFirstEvent_thenNobodyWaitsForIt()
        throws InterruptedException {
      ScriptedServer script = ScriptedServer.stateful();
      ScriptedHttp server = fixture.serve(script, Option.LATE_GET_STREAM);
      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < 10; i++) {
        try (OpenedBackend backend =
            OpenedBackend.open(fixture.connector(), server.definition("s"))) {
          long start = System.nanoTime();
          backend.listen();
          fastest = Math.min(fastest, System.nanoTime() - start);
          script.push(Methods.TOOLS_CHANGED, "{}");

          backend.inlet().messages().await("pushed notification", _ -> true);
        }
      }

      assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void whenItForgotTheSession_thenItsStreamTellsTheLoss() throws InterruptedException {
      ScriptedServer script = ScriptedServer.stateful();
      ScriptedHttp server = fixture.serve(script);
      try (OpenedBackend backend =
          OpenedBackend.open(fixture.connector(), server.definition("s"))) {
        backend.listen();
        script.push(Methods.TOOLS_CHANGED, "{}");
        backend.inlet().messages().await("pushed notification", _ -> true);

        server.forgetSessions();
        server.endStreams();

        assertThat(backend.inlet().losses().await("loss", _ -> true)).contains("session");
      }
    }

    @Test
    void whenItForgotTheSession_thenTheNextRequestIsCertainlyNotCarriedOut()
        throws InterruptedException {
      ScriptedHttp server = fixture.serve(ObedientServer.of(Revision.LATEST_STATEFUL));
      try (OpenedBackend backend =
          OpenedBackend.open(fixture.connector(), server.definition("s"))) {
        server.forgetSessions();

        assertThatThrownBy(backend::assertAlive).isInstanceOf(BackendUnreachableException.class);
        assertThat(backend.inlet().losses().await("loss", _ -> true)).contains("session");
      }
    }

    @Test
    void whenItsStreamEnds_thenItIsOpenedAgain() throws InterruptedException {
      ScriptedServer script = ScriptedServer.stateful();
      ScriptedHttp server = fixture.serve(script);
      try (OpenedBackend backend =
          OpenedBackend.open(fixture.connector(), server.definition("s"))) {
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
      ScriptedHttp server = fixture.serve(script, Option.RESUMABLE);
      try (OpenedBackend backend =
          OpenedBackend.open(fixture.connector(), server.definition("s"))) {
        Message.Response answer = backend.call("test/long", "{}");

        assertThat(answer.whole().at("result")).hasToString("{\"done\":true}");
        assertThat(backend.logged()).containsExactly("1", "2");
        assertThat(backend.interim().all()).hasSize(2);
      }
    }
  }
}
