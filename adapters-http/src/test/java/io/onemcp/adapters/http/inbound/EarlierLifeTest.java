package io.onemcp.adapters.http.inbound;

import static io.onemcp.adapters.http.inbound.ResumableStreams.assertNext;
import static io.onemcp.adapters.http.inbound.ResumableStreams.markOf;
import static io.onemcp.adapters.http.inbound.ResumableStreams.message;
import static io.onemcp.adapters.http.inbound.ResumableStreams.next;
import static io.onemcp.adapters.http.inbound.ResumableStreams.resume;
import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.StatefulClient;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clients that come back with the ids of events of a gateway that was killed since. */
class EarlierLifeTest {
  private final ResumableStreams streams = new ResumableStreams();
  private StatefulClient session = streams.open(Revision.V2025_11_25);

  @BeforeEach
  void beginAnew() {
    streams.door.stateful.life = 3;
    session = streams.open(Revision.V2025_11_25);
  }

  @AfterEach
  void close() {
    streams.close();
  }

  private String inLife(int life, String request, int stream, int place) {
    String dot = request.isEmpty() ? "" : ".";
    return request + dot + markOf(session) + "-" + (life * 1_000_000_000L + stream) + "-" + place;
  }

  @Nested
  class GivenTheStreamOfACall {
    @Test
    void whenItIsResumed_thenItsAnswerSaysThatNoneWillCome() throws InterruptedException {
      EventStream resumed = resume(session, inLife(2, "ImEi", 5, 1)).events();

      Json answer = resumed.nextMessage();
      assertThat(answer.at("id")).hasToString("\"a\"");
      assertThat(answer.at("error", "data", "executed")).hasToString("\"maybe\"");
      assertThat(resumed.next()).isEmpty();
    }

    @Test
    void whenItIsResumed_thenNoEventHasAnIdOfBefore() throws InterruptedException {
      EventStream resumed = resume(session, inLife(2, "MQ", 1, 0)).events();

      for (Optional<ServerEvent> event = resumed.next();
          event.isPresent();
          event = resumed.next()) {
        assertThat(event.get().id()).contains(markOf(session) + "-300000000");
      }
    }

    @Test
    void whenNobodyKnowsWhatItAnswered_thenItIsUnknown() throws InterruptedException {
      assertThat(resume(session, inLife(2, "", 5, 1)).status()).isEqualTo(400);
      assertThat(resume(session, inLife(2, "e30", 5, 1)).status()).isEqualTo(400);
    }

    @Test
    void whenItIsOfALifeToCome_thenItIsUnknown() throws InterruptedException {
      assertThat(resume(session, inLife(4, "MQ", 1, 0)).status()).isEqualTo(400);
    }
  }

  @Nested
  class GivenTheStandingStream {
    @Test
    void whenItIsResumed_thenItGoesOnWithWhatCameInThisLife() throws InterruptedException {
      EventStream first = session.listen();
      Outlet outlet = next(streams.door.stateful.attached);
      outlet.offer(message(0));
      outlet.offer(message(1));
      first.close();

      EventStream resumed = resume(session, inLife(1, "", 0, 77)).events();

      assertNext(resumed, 0, 2);
    }
  }

  @Nested
  class GivenAnAnswerThatTakesItsTime {
    @Test
    void whenNothingWasSaidYet_thenItsClientCanComeBackForIt() throws InterruptedException {
      streams.door.stateful.script =
          (request, _) -> ScriptedStateless.success(request, streams.results.take());
      EventStream stream = session.call("work", "{}").events();
      String seen = stream.next().orElseThrow().id();
      stream.close();
      EventStream resumed = resume(session, seen).events();

      streams.results.add(Json.of("{\"done\":true}"));

      assertThat(resumed.nextMessage().at("result", "done")).hasToString("true");
    }
  }
}
