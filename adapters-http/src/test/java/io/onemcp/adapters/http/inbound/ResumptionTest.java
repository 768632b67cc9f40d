package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final int KEPT = 20;
  private static final int KEPT_BYTES = 64 << 10;

  private final OpenDoor door =
      new OpenDoor(settings ->
          OpenDoor.limited(settings, OpenDoor.limits(1 << 20, 8, 50, KEPT, KEPT_BYTES)));
  private final ScriptedClient client = door.client();
  private final BlockingQueue<Outlet> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Json> results = new LinkedBlockingQueue<>();

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

  private static WireText message(int number) {
    return WireText.of("{\"method\":\"event " + number + "\"}");
  }

  /** Offers several numbered messages, the last number excluded. */
  private static void offer(Outlet outlet, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(outlet.offer(message(i))).isTrue();
    }
  }

  private static void assertNext(EventStream stream, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      assertThat(stream.nextMessage().text("method")).isEqualTo("event " + i);
    }
  }

  private StatefulClient open(Revision revision) {
    try {
      return client.initialize(revision);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets calls say what the test offers, and answer what it puts into {@link #results}. */
  private void scriptCalls() {
    door.stateful.script =
        (request, outlet) -> {
          outlet.offer(message(0));
          calls.add(outlet);
          return ScriptedStateless.success(request, results.take());
        };
  }

  /** A call in the middle, of which one message was seen. */
  private final class OpenCall {
    private final EventStream stream;
    private final Outlet outlet;
    private final String seen;

    OpenCall(StatefulClient session) throws InterruptedException {
      scriptCalls();
      stream = session.call("work", "{}").events();
      outlet = next(calls);
      ServerEvent event = stream.next().orElseThrow();
      while (event.data().isEmpty()) {
        event = stream.next().orElseThrow();
      }
      assertThat(event.data()).isEqualTo(message(0).toString());
      seen = event.id();
    }
  }

  private static ClientAnswer resume(StatefulClient session, String seen)
      throws InterruptedException {
    return session.get("Last-Event-ID", seen);
  }

  @Nested
  class GivenACallWhoseStreamBroke {
    private final StatefulClient session = open(Revision.V2025_06_18);

    @Test
    void whenTheClientResumes_thenNothingIsLostAndTheStreamEndsWithTheAnswer()
        throws InterruptedException {
      OpenCall call = new OpenCall(session);
      call.stream.close();
      offer(call.outlet, 1, 6);

      EventStream resumed = resume(session, call.seen).events();
      assertNext(resumed, 1, 6);
      offer(call.outlet, 6, 8);
      assertNext(resumed, 6, 8);
      results.add(Json.of("{\"done\":true}"));

      assertThat(resumed.nextMessage().at("result", "done")).hasToString("true");
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenTheAnswerCameInTheMeantime_thenItIsDelivered() throws InterruptedException {
      OpenCall call = new OpenCall(session);
      call.stream.close();
      results.add(Json.of("{\"done\":true}"));
      awaitEnd(call);

      EventStream resumed = resume(session, call.seen).events();

      assertThat(resumed.nextMessage().at("result", "done")).hasToString("true");
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenItResumesASecondTime_thenTheFirstConnectionEnds() throws InterruptedException {
      OpenCall call = new OpenCall(session);
      EventStream second = resume(session, call.seen).events();
      EventStream third = resume(session, call.seen).events();

      offer(call.outlet, 1, 2);

      assertThat(call.stream.next()).isEmpty();
      assertThat(second.next()).isEmpty();
      assertNext(third, 1, 2);
      results.add(Json.TRUE);
      assertThat(third.nextMessage().at("result")).isEqualTo(Json.TRUE);
    }

    @Test
    void whenTheClientHasSeenTheAnswer_thenItHearsThatNothingWillCome()
        throws InterruptedException {
      OpenCall call = new OpenCall(session);
      results.add(Json.TRUE);
      ServerEvent last = call.stream.next().orElseThrow();
      assertThat(call.stream.next()).isEmpty();

      assertThat(resume(session, last.id()).status()).isEqualTo(204);
    }

    @Test
    void whenMoreComesThanIsKept_thenTheRestAndTheAnswerAreDelivered() throws InterruptedException {
      OpenCall call = new OpenCall(session);
      call.stream.close();
      offer(call.outlet, 1, 5_001);
      results.add(Json.TRUE);
      awaitEnd(call);

      EventStream resumed = resume(session, call.seen).events();

      assertNext(resumed, 5_001 - KEPT + 1, 5_001);
      assertThat(resumed.nextMessage().at("result")).isEqualTo(Json.TRUE);
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenItsAnswerIsTooLargeToBeKept_thenTheClientHearsSo() throws InterruptedException {
      OpenCall call = new OpenCall(session);
      call.stream.close();
      results.add(Json.of("\"" + "x".repeat(KEPT_BYTES) + "\""));
      awaitEnd(call);

      Json answer = resume(session, call.seen).events().nextMessage();

      assertThat(answer.at("id")).hasToString("1");
      assertThat(answer.at("error", "message")).asString().contains("was carried out");
    }

    @Test
    void whenItsAnswerWasPushedOut_thenTheClientHearsSoUntilThatIsPushedOut()
        throws InterruptedException {
      OpenCall call = new OpenCall(session);
      call.stream.close();
      results.add(Json.TRUE);
      awaitEnd(call);
      session.listen();
      Outlet standing = next(door.stateful.attached);

      offer(standing, 0, KEPT);
      Json answer = resume(session, call.seen).events().nextMessage();
      offer(standing, 0, KEPT);

      assertThat(answer.at("error", "code")).hasToString("-32000");
      assertThat(resume(session, call.seen).status()).isEqualTo(400);
    }

    @Test
    void whenTheSessionEnds_thenTheResumedStreamEndsAndItsIdIsUnknown()
        throws InterruptedException {
      OpenCall call = new OpenCall(session);
      EventStream resumed = resume(session, call.seen).events();

      assertThat(session.delete().status()).isEqualTo(204);

      assertThat(resumed.next()).isEmpty();
      assertThat(resume(session, call.seen).status()).isEqualTo(404);
      results.add(Json.TRUE);
    }

    /** Waits until the call's answer was given: from then on nothing comes after a late place. */
    private void awaitEnd(OpenCall call) throws InterruptedException {
      String late = call.seen + "000000";
      int status = 0;
      for (int i = 0; i < 1_000 && status != 204; i++) {
        try (ClientAnswer answer = resume(session, late)) {
          status = answer.status();
        }
      }
      assertThat(status).isEqualTo(204);
    }
  }

  @Nested
  class GivenAStandingStream {
    private final StatefulClient session = open(Revision.V2025_03_26);

    @Test
    void whenItBreaks_thenTheNextOneGoesOnAfterTheEventThatWasSeen() throws InterruptedException {
      EventStream first = session.listen();
      Outlet outlet = next(door.stateful.attached);
      offer(outlet, 0, 1);
      String seen = first.next().orElseThrow().id();
      offer(outlet, 1, 3);
      first.close();
      next(door.stateful.detached);

      EventStream second = session.listen("Last-Event-ID", seen);
      assertNext(second, 1, 3);
      offer(next(door.stateful.attached), 3, 4);

      assertNext(second, 3, 4);
    }

    @Test
    void whenNoIdIsNamed_thenNothingIsRepeated() throws InterruptedException {
      EventStream first = session.listen();
      offer(next(door.stateful.attached), 0, 2);
      assertNext(first, 0, 2);
      first.close();

      EventStream second = session.listen();
      offer(next(door.stateful.attached), 2, 3);

      assertNext(second, 2, 3);
    }

    @Test
    void whenTheClientReadsTooSlowly_thenItsConnectionIsCutAndItResumes()
        throws InterruptedException {
      WireText big = WireText.of("{\"method\":\"" + "x".repeat(65_000) + "\"}");
      RawConnection slow = door.connect();
      slow.send(
              "GET /mcp HTTP/1.1\nHost: HOST\nAccept: text/event-stream\nMcp-Session-Id: "
                  + session.sessionId()
                  + "\n\n")
          .head();
      Outlet outlet = next(door.stateful.attached);
      while (door.stateful.detached.isEmpty()) {
        outlet.offer(big);
      }
      offer(outlet, 0, 3);

      EventStream resumed = session.listen("Last-Event-ID", markOf(session) + "-0-0");

      assertThat(slow.isClosedByServer()).isTrue();
      assertNext(resumed, 0, 3);
    }

    @Test
    void whenManyEventsCome_thenEachHasItsOwnPlace() throws InterruptedException {
      EventStream stream = session.listen();
      Outlet outlet = next(door.stateful.attached);
      String mark = markOf(session);

      for (int i = 0; i < 5_000; i++) {
        offer(outlet, i, i + 1);
        ServerEvent event = stream.next().orElseThrow();
        assertThat(event.id()).isEqualTo(mark + "-0-" + (i + 1));
        assertThat(event.data()).isEqualTo(message(i).toString());
      }
    }
  }

  @Nested
  class GivenIdsThatAreNotOfThisStream {
    private final StatefulClient session = open(Revision.V2025_06_18);

    @Test
    void whenTheyAreOfAnotherSessionOrOfNone_thenNothingIsReplayed() throws InterruptedException {
      OpenCall foreign = new OpenCall(open(Revision.V2025_06_18));
      OpenCall own = new OpenCall(session);
      offer(own.outlet, 1, 3);

      List<String> wrong =
          List.of(
              foreign.seen,
              "x",
              "-",
              "0",
              own.seen + "0-",
              "zz-1-1",
              own.seen.replace("-1-", "-7-"));

      for (String id : wrong) {
        ClientAnswer answer = resume(session, id);
        assertThat(answer.status()).as(id).isEqualTo(400);
        assertThat(answer.error().at("code")).as(id).hasToString("-32600");
      }
      results.add(Json.TRUE);
      results.add(Json.TRUE);
    }

    @Test
    void whenTwoCallsRun_thenEachIsResumedWithItsOwnEvents() throws InterruptedException {
      OpenCall one = new OpenCall(session);
      OpenCall other = new OpenCall(session);
      one.stream.close();
      other.stream.close();
      offer(one.outlet, 10, 12);
      offer(other.outlet, 20, 22);

      assertNext(resume(session, one.seen).events(), 10, 12);
      assertNext(resume(session, other.seen).events(), 20, 22);
      results.add(Json.TRUE);
      results.add(Json.TRUE);
    }

    @Test
    void whenTheSessionIsAnothersOrTheClientTakesNoEvents_thenItIsRefused()
        throws InterruptedException {
      OpenCall call = new OpenCall(session);

      ClientAnswer mallory =
          session.get("Last-Event-ID", call.seen, "Authorization", "Bearer mallory");
      ClientAnswer json = session.get("Last-Event-ID", call.seen, "Accept", "application/json");

      assertThat(mallory.status()).isEqualTo(404);
      assertThat(json.status()).isEqualTo(406);
      results.add(Json.TRUE);
    }
  }

  @Nested
  class GivenARevision {
    @Test
    void whenItIsTheLatest_thenEveryStreamBeginsWithAnEventWithoutData()
        throws InterruptedException {
      StatefulClient session = open(Revision.V2025_11_25);
      scriptCalls();
      EventStream call = session.call("work", "{}").events();
      EventStream standing = session.listen();
      String mark = markOf(session);

      assertThat(call.next()).contains(new ServerEvent("", mark + "-1-0", ""));
      assertThat(standing.next()).contains(new ServerEvent("", mark + "-0-0", ""));
      String seen = call.next().orElseThrow().id();
      EventStream resumed = resume(session, seen).events();
      assertThat(resumed.next()).contains(new ServerEvent("", seen, ""));
      results.add(Json.TRUE);
      assertThat(resumed.next().orElseThrow().id()).isEqualTo(mark + "-1-2");
    }

    @Test
    void whenItIsTheLatest_thenAClientHearsWhenToComeBack() {
      StatefulClient session = open(Revision.V2025_11_25);
      try (RawConnection raw = door.connect()) {
        raw.send(
                "GET /mcp HTTP/1.1\nHost: HOST\nAccept: text/event-stream\nMcp-Session-Id: "
                    + session.sessionId()
                    + "\n\n")
            .head();

        assertThat(raw.chunk() + raw.chunk()).contains("\nretry: 1000\ndata: \n\n");
      }
    }

    @Test
    void whenItIsAnEarlierOne_thenNoStreamBeginsSo() throws InterruptedException {
      for (Revision revision : List.of(Revision.V2025_03_26, Revision.V2025_06_18)) {
        StatefulClient session = open(revision);
        OpenCall call = new OpenCall(session);
        EventStream resumed = resume(session, call.seen).events();
        EventStream standing = session.listen();
        results.add(Json.TRUE);

        assertThat(resumed.next().orElseThrow().data()).contains("\"result\":true");
        offer(next(door.stateful.attached), 0, 1);
        assertThat(standing.next().orElseThrow().data()).isEqualTo(message(0).toString());
        assertThat(call.seen).isEqualTo(markOf(session) + "-1-1");
      }
    }

    @Test
    void whenItIsTheFirst_thenEventsHaveNoIds() throws InterruptedException {
      StatefulClient session = open(Revision.V2024_11_05);
      OpenCall call = new OpenCall(session);
      EventStream standing = session.listen("Last-Event-ID", "x-0-0");
      offer(next(door.stateful.attached), 0, 1);
      results.add(Json.TRUE);

      assertThat(call.seen).isEmpty();
      assertThat(standing.next().orElseThrow().id()).isEmpty();
    }

    @Test
    void whenNothingComesBeforeTheAnswer_thenItIsPlainJson() throws InterruptedException {
      for (Revision revision : Revision.of(Era.STATEFUL)) {
        assertThat(open(revision).call("who", "{}").header("Content-Type"))
            .isEqualTo("application/json");
      }
    }
  }

  @Nested
  class GivenABatch {
    @Test
    void whenItsStreamBreaks_thenAllAnswersAreKept() throws InterruptedException {
      StatefulClient session = open(Revision.V2025_03_26);
      scriptCalls();
      String work = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"work\"}";
      EventStream stream = session.post("[" + work + "," + work.replace("7", "8") + "]").events();
      next(calls);
      next(calls);
      String seen = stream.next().orElseThrow().id();
      stream.close();
      results.add(Json.TRUE);
      results.add(Json.TRUE);

      EventStream resumed = resume(session, seen).events();

      assertNext(resumed, 0, 1);
      assertThat(IntStream.of(7, 8))
          .allSatisfy(id -> {
            assertThat(resumed.nextMessage().at("id")).hasToString(String.valueOf(id));
          });
      assertThat(resumed.next()).isEmpty();
    }
  }

  private static String markOf(StatefulClient session) {
    return Integer.toHexString(session.sessionId().hashCode());
  }
}
