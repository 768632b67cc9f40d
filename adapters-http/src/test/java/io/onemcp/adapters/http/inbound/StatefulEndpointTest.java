package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StatefulEndpointTest {
  private static final String WHO = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"who\"}";
  private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"note\"}";

  private final OpenDoor door = new OpenDoor();
  private final ScriptedClient client = door.client();

  @AfterEach
  void close() {
    client.close();
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(5, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Nested
  class GivenASession {
    private final StatefulClient session = initialize(Revision.V2025_11_25);

    @Test
    void whenItIsOpened_thenItsIdIsInTheHeader() {
      assertThat(session.sessionId()).isEqualTo("session-1");
      assertThat(session.initializeResult().text("protocolVersion")).isEqualTo("2025-11-25");
    }

    @Test
    void whenARequestComes_thenItIsAnswered() throws InterruptedException {
      ClientAnswer answer = session.call("who", "{}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.result().text("era")).isEqualTo("stateful");
    }

    @Test
    void whenSomethingComesBeforeTheAnswer_thenItIsAStream() throws InterruptedException {
      door.stateful.script =
          (request, outlet) -> {
            outlet.offer(WireText.of("{\"method\":\"progress\"}"));
            return ScriptedStateless.success(request, Json.of("{\"done\":true}"));
          };

      ClientAnswer answer = session.call("work", "{}");

      assertThat(answer.isStream()).isTrue();
      assertThat(answer.result()).hasToString("{\"done\":true}");
      assertThat(answer.interim()).hasSize(1);
    }

    @Test
    void whenANotificationOrAnAnswerComes_thenItIsTaken() throws InterruptedException {
      assertThat(next(door.stateful.taken)).isInstanceOf(Message.Notification.class);

      ClientAnswer note = session.notify("note", "{}");
      ClientAnswer answer = session.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

      assertThat(note.status()).isEqualTo(202);
      assertThat(note.body()).isEmpty();
      assertThat(answer.status()).isEqualTo(202);
      assertThat(next(door.stateful.taken)).isInstanceOf(Message.Notification.class);
      assertThat(next(door.stateful.taken)).isInstanceOf(Message.Success.class);
    }

    @Test
    void whenTheClientDisconnects_thenTheExchangeGoesOn() throws InterruptedException {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch proceed = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      door.stateful.script =
          (request, outlet) -> {
            running.countDown();
            proceed.await();
            outlet.offer(WireText.of("{\"method\":\"late\"}"));
            done.countDown();
            return ScriptedStateless.success(request, Json.EMPTY_OBJECT);
          };
      StatefulClient listening = initialize(Revision.V2025_11_25);
      EventStream stream = listening.listen();
      next(door.stateful.attached);
      RawConnection raw = door.connect();
      raw.post(WHO.replace("who", "work"), "Mcp-Session-Id: session-1");
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

      raw.close();
      stream.close();
      next(door.stateful.detached);
      proceed.countDown();

      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenARequestIsCancelledBeforeAnythingWasSaid_thenTheConnectionIsStillOfUse() {
      door.stateful.script = (_, _) -> ScriptedStateful.NONE;
      try (RawConnection raw = door.connect()) {
        raw.post(WHO.replace("who", "work"), "Mcp-Session-Id: session-1");

        RawConnection.Response none = raw.response();

        assertThat(none.status()).isEqualTo(202);
        assertThat(none.body()).isEmpty();
        raw.post(WHO, "Mcp-Session-Id: session-1");
        assertThat(raw.response().body()).contains("stateful");
      }
    }

    @Test
    void whenARequestIsCancelledInItsStream_thenTheStreamEndsAndTheConnectionIsStillOfUse() {
      door.stateful.script =
          (_, outlet) -> {
            outlet.offer(WireText.of("{\"method\":\"progress\"}"));
            return ScriptedStateful.NONE;
          };
      try (RawConnection raw = door.connect()) {
        raw.post(WHO.replace("who", "work"), "Mcp-Session-Id: session-1");

        assertThat(raw.response().body()).contains("progress").doesNotContain("result");

        raw.post(WHO, "Mcp-Session-Id: session-1");
        assertThat(raw.response().body()).contains("stateful");
      }
    }

    @Test
    void whenAStreamIsOpened_thenItCarriesWhatIsOffered() throws InterruptedException {
      try (EventStream stream = session.listen()) {
        Outlet outlet = next(door.stateful.attached);

        outlet.offer(WireText.of("{\"method\":\"one\"}"));
        outlet.offer(WireText.of("{\"method\":\"two\"}"));
        outlet.end();

        assertThat(stream.nextMessage().text("method")).isEqualTo("one");
        assertThat(stream.nextMessage().text("method")).isEqualTo("two");
        assertThat(stream.next()).isEmpty();
        assertThat(next(door.stateful.detached)).isEqualTo(outlet);
      }
    }

    @Test
    void whenItIsDeleted_thenItIsUnknown() throws InterruptedException {
      assertThat(session.delete().status()).isEqualTo(204);

      ClientAnswer answer = session.call("who", "{}");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.message().at("id")).hasToString("1");
    }

    @Test
    void whenAnotherCallerOrAddressUsesItsId_thenItIsUnknown() throws InterruptedException {
      ScriptedClient elsewhere = ScriptedClient.of(door.uri("/mcp/server/files"));

      ClientAnswer other =
          client.post(
              WHO, "Mcp-Session-Id", session.sessionId(), "Authorization", "Bearer mallory");
      ClientAnswer there = elsewhere.post(WHO, "Mcp-Session-Id", session.sessionId());

      assertThat(other.status()).isEqualTo(404);
      assertThat(there.status()).isEqualTo(404);
      elsewhere.close();
    }
  }

  @Nested
  class GivenHeaders {
    private static final String NONE = "";

    /** Method, session header, version header, status. */
    private record Row(String method, String session, String version, int status) {}

    private static final List<Row> TABLE =
        List.of(
            new Row("POST", NONE, NONE, 400),
            new Row("POST", "nobody", NONE, 404),
            new Row("POST", "session-1", NONE, 200),
            new Row("POST", "session-1", "2025-06-18", 200),
            new Row("POST", "session-1", "2025-11-25", 400),
            new Row("POST", "session-1", "2024-11-05", 400),
            new Row("POST", "session-1", "1999-01-01", 400),
            new Row("GET", NONE, NONE, 400),
            new Row("GET", "nobody", NONE, 404),
            new Row("GET", "nobody", "2026-07-28", 405),
            new Row("DELETE", NONE, NONE, 400),
            new Row("DELETE", "nobody", NONE, 404),
            new Row("DELETE", "session-1", "2026-07-28", 405),
            new Row("DELETE", "session-1", "2025-11-25", 400),
            new Row("PUT", "session-1", NONE, 405),
            new Row("PATCH", "session-1", "2026-07-28", 405));

    @Test
    void whenARequestComes_thenTheyDecide() throws InterruptedException {
      initialize(Revision.V2025_06_18);

      for (Row row : TABLE) {
        ClientAnswer answer =
            client.send(row.method(), row.method().equals("POST") ? WHO : "", headers(row));

        assertThat(answer.status()).as("%s", row).isEqualTo(row.status());
        if (row.status() == 405) {
          assertThat(answer.header("Allow")).as("%s", row).startsWith("POST");
        }
        answer.body();
      }
    }

    private static String[] headers(Row row) {
      List<String> headers = new ArrayList<>();
      if (!row.session().isEmpty()) {
        headers.addAll(List.of("Mcp-Session-Id", row.session()));
      }
      if (!row.version().isEmpty()) {
        headers.addAll(List.of("MCP-Protocol-Version", row.version()));
      }
      return headers.toArray(String[]::new);
    }
  }

  @Nested
  class GivenABatch {
    @Test
    void whenTheRevisionAllowsIt_thenEveryRequestIsAnswered() throws InterruptedException {
      CountDownLatch both = new CountDownLatch(2);
      door.stateful.script =
          (request, _) -> {
            both.countDown();
            both.await();
            return ScriptedStateless.success(request, Json.EMPTY_OBJECT);
          };
      StatefulClient session = initialize(Revision.V2025_03_26);
      next(door.stateful.taken);

      ClientAnswer answer =
          session.post(
              "["
                  + WHO.replace("who", "a")
                  + ","
                  + NOTE
                  + ","
                  + WHO.replace("who", "initialize")
                  + ",3,"
                  + WHO.replace("who", "b").replace("7", "8")
                  + "]");

      Json all = answer.message();
      assertThat(all.elements()).hasSize(4);
      assertThat(all.elements().get(0)).hasToString("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
      assertThat(all.elements().get(1).at("error", "code")).hasToString("-32600");
      assertThat(all.elements().get(2).at("error", "code")).hasToString("-32600");
      assertThat(all.elements().get(3)).hasToString("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}");
      assertThat(next(door.stateful.taken)).isInstanceOf(Message.Notification.class);
    }

    @Test
    void whenSomethingComesBeforeAnAnswer_thenTheAnswersAreEvents() throws InterruptedException {
      door.stateful.script =
          (request, outlet) -> {
            outlet.offer(WireText.of("{\"method\":\"progress\"}"));
            return ScriptedStateless.success(request, Json.EMPTY_OBJECT);
          };
      StatefulClient session = initialize(Revision.V2025_03_26);

      ClientAnswer answer =
          session.post("[" + WHO.replace("who", "a") + "," + WHO.replace("who", "a") + "]");

      try (EventStream events = answer.events()) {
        assertThat(events.nextMessage().at("method")).isNotNull();
        assertThat(events.nextMessage().at("method")).isNotNull();
        assertThat(events.nextMessage().at("result")).isNotNull();
        assertThat(events.nextMessage().at("result")).isNotNull();
        assertThat(events.next()).isEmpty();
      }
    }

    @Test
    void whenNothingWantsAnAnswer_thenItIsAccepted() throws InterruptedException {
      StatefulClient session = initialize(Revision.V2025_03_26);

      assertThat(session.post("[" + NOTE + "]").status()).isEqualTo(202);
    }

    @Test
    void whenItIsEmptyOrTheRevisionForbidsIt_thenItIsRefused() throws InterruptedException {
      List<ClientAnswer> answers =
          List.of(
              initialize(Revision.V2025_03_26).post("[]"),
              initialize(Revision.V2025_06_18).post("[1]"),
              initialize(Revision.V2025_11_25).post("[1]"));

      for (ClientAnswer answer : answers) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().at("code")).hasToString("-32600");
      }
    }

    @Test
    void whenItIsTooLongOrOutsideASession_thenItIsRefused() throws InterruptedException {
      StatefulClient session = initialize(Revision.V2025_03_26);

      ClientAnswer tooLong = session.post("[" + (NOTE + ",").repeat(100) + NOTE + "]");
      ClientAnswer outside = client.post("[" + NOTE + "]");
      ClientAnswer stateless = client.post("[" + NOTE + "]", "MCP-Protocol-Version", "2026-07-28");

      assertThat(tooLong.status()).isEqualTo(400);
      assertThat(outside.status()).isEqualTo(400);
      assertThat(stateless.status()).isEqualTo(400);
    }
  }

  private StatefulClient initialize(Revision revision) {
    try {
      return client.initialize(revision);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
