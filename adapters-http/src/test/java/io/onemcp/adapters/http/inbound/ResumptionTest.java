package io.onemcp.adapters.http.inbound;

import static io.onemcp.adapters.http.inbound.ResumableStreams.assertNext;
import static io.onemcp.adapters.http.inbound.ResumableStreams.message;
import static io.onemcp.adapters.http.inbound.ResumableStreams.next;
import static io.onemcp.adapters.http.inbound.ResumableStreams.offer;
import static io.onemcp.adapters.http.inbound.ResumableStreams.resume;
import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.StatefulClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final int KEPT = ResumableStreams.KEPT;
  private static final int KEPT_BYTES = ResumableStreams.KEPT_BYTES;

  private final ResumableStreams streams = new ResumableStreams();

  @AfterEach
  void close() {
    streams.close();
  }

  @Nested
  class GivenACallWhoseStreamBroke {
    private final StatefulClient session = streams.open(Revision.V2025_06_18);

    @Test
    void whenTheClientResumes_thenNothingIsLostAndTheStreamEndsWithTheAnswer()
        throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      call.stream().close();
      offer(call.outlet(), 1, 6);

      EventStream resumed = resume(session, call.seen()).events();
      assertNext(resumed, 1, 6);
      offer(call.outlet(), 6, 8);
      assertNext(resumed, 6, 8);
      streams.results.add(Json.of("{\"done\":true}"));

      assertThat(resumed.nextMessage().at("result", "done")).hasToString("true");
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenTheAnswerCameInTheMeantime_thenItIsDelivered() throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      call.stream().close();
      streams.results.add(Json.of("{\"done\":true}"));
      awaitEnd(call);

      EventStream resumed = resume(session, call.seen()).events();

      assertThat(resumed.nextMessage().at("result", "done")).hasToString("true");
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenItResumesASecondTime_thenTheFirstConnectionEnds() throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      EventStream second = resume(session, call.seen()).events();
      EventStream third = resume(session, call.seen()).events();

      offer(call.outlet(), 1, 2);

      assertThat(call.stream().next()).isEmpty();
      assertThat(second.next()).isEmpty();
      assertNext(third, 1, 2);
      streams.results.add(Json.TRUE);
      assertThat(third.nextMessage().at("result")).isEqualTo(Json.TRUE);
    }

    @Test
    void whenTheClientHasSeenTheAnswer_thenItHearsThatNothingWillCome()
        throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      streams.results.add(Json.TRUE);
      ServerEvent last = call.stream().next().orElseThrow();
      assertThat(call.stream().next()).isEmpty();

      assertThat(resume(session, last.id()).status()).isEqualTo(204);
    }

    @Test
    void whenMoreComesThanIsKept_thenTheRestAndTheAnswerAreDelivered() throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      call.stream().close();
      offer(call.outlet(), 1, 5_001);
      streams.results.add(Json.TRUE);
      awaitEnd(call);

      EventStream resumed = resume(session, call.seen()).events();

      assertNext(resumed, 5_001 - KEPT + 1, 5_001);
      assertThat(resumed.nextMessage().at("result")).isEqualTo(Json.TRUE);
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenItsAnswerIsTooLargeToBeKept_thenTheClientHearsSo() throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      call.stream().close();
      streams.results.add(Json.of("\"" + "x".repeat(KEPT_BYTES) + "\""));
      awaitEnd(call);

      Json answer = resume(session, call.seen()).events().nextMessage();

      assertThat(answer.at("id")).hasToString("1");
      assertThat(answer.at("error", "message")).asString().contains("was carried out");
    }

    @Test
    void whenItsAnswerWasPushedOut_thenTheClientHearsSoUntilThatIsPushedOut()
        throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      call.stream().close();
      streams.results.add(Json.TRUE);
      awaitEnd(call);
      session.listen();
      Outlet standing = next(streams.door.stateful.attached);

      offer(standing, 0, KEPT);
      Json answer = resume(session, call.seen()).events().nextMessage();
      offer(standing, 0, KEPT);

      assertThat(answer.at("error", "code")).hasToString("-32000");
      assertThat(resume(session, call.seen()).status()).isEqualTo(400);
    }

    @Test
    void whenItIsCancelled_thenTheResumedStreamEndsWithoutAnAnswer() throws InterruptedException {
      CountDownLatch cancelled = new CountDownLatch(1);
      streams.door.stateful.script =
          (_, outlet) -> {
            outlet.offer(message(0));
            cancelled.await();
            return ScriptedStateful.NONE;
          };
      EventStream stream = session.call("work", "{}").events();
      String seen = stream.next().orElseThrow().id();
      EventStream resumed = resume(session, seen).events();

      cancelled.countDown();

      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenTheSessionEnds_thenTheResumedStreamEndsAndItsIdIsUnknown()
        throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);
      EventStream resumed = resume(session, call.seen()).events();

      assertThat(session.delete().status()).isEqualTo(204);

      assertThat(resumed.next()).isEmpty();
      assertThat(resume(session, call.seen()).status()).isEqualTo(404);
      streams.results.add(Json.TRUE);
    }

    /** Waits until the call's answer was given: from then on nothing comes after a late place. */
    private void awaitEnd(ResumableStreams.Call call) throws InterruptedException {
      String late = call.seen() + "000000";
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
  class GivenIdsThatAreNotOfThisStream {
    private final StatefulClient session = streams.open(Revision.V2025_06_18);

    @Test
    void whenTheyAreOfAnotherSessionOrOfNone_thenNothingIsReplayed() throws InterruptedException {
      ResumableStreams.Call foreign = streams.call(streams.open(Revision.V2025_06_18));
      ResumableStreams.Call own = streams.call(session);
      offer(own.outlet(), 1, 3);

      List<String> wrong =
          List.of(
              foreign.seen(),
              "x",
              "-",
              "0",
              own.seen() + "0-",
              "zz-1-1",
              own.seen().replace("-1-", "-7-"));

      for (String id : wrong) {
        ClientAnswer answer = resume(session, id);
        assertThat(answer.status()).as(id).isEqualTo(400);
        assertThat(answer.error().at("code")).as(id).hasToString("-32600");
      }
      streams.results.add(Json.TRUE);
      streams.results.add(Json.TRUE);
    }

    @Test
    void whenTwoCallsRun_thenEachIsResumedWithItsOwnEvents() throws InterruptedException {
      ResumableStreams.Call one = streams.call(session);
      ResumableStreams.Call other = streams.call(session);
      one.stream().close();
      other.stream().close();
      offer(one.outlet(), 10, 12);
      offer(other.outlet(), 20, 22);

      assertNext(resume(session, one.seen()).events(), 10, 12);
      assertNext(resume(session, other.seen()).events(), 20, 22);
      streams.results.add(Json.TRUE);
      streams.results.add(Json.TRUE);
    }

    @Test
    void whenTheSessionIsAnothersOrTheClientTakesNoEvents_thenItIsRefused()
        throws InterruptedException {
      ResumableStreams.Call call = streams.call(session);

      ClientAnswer mallory =
          session.get("Last-Event-ID", call.seen(), "Authorization", "Bearer mallory");
      ClientAnswer json = session.get("Last-Event-ID", call.seen(), "Accept", "application/json");

      assertThat(mallory.status()).isEqualTo(404);
      assertThat(json.status()).isEqualTo(406);
      streams.results.add(Json.TRUE);
    }
  }

  @Nested
  class GivenABatch {
    @Test
    void whenItsStreamBreaks_thenAllAnswersAreKept() throws InterruptedException {
      StatefulClient session = streams.open(Revision.V2025_03_26);
      streams.scriptCalls();
      String work = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"work\"}";
      EventStream stream = session.post("[" + work + "," + work.replace("7", "8") + "]").events();
      next(streams.calls);
      next(streams.calls);
      String seen = stream.next().orElseThrow().id();
      stream.close();
      streams.results.add(Json.TRUE);
      streams.results.add(Json.TRUE);

      EventStream resumed = resume(session, seen).events();

      assertNext(resumed, 0, 1);
      assertThat(IntStream.of(7, 8))
          .allSatisfy(id -> {
            assertThat(resumed.nextMessage().at("id")).hasToString(String.valueOf(id));
          });
      assertThat(resumed.next()).isEmpty();
    }
  }
}
