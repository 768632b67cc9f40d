package io.onemcp.core.stateful;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.Limits;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.exchange.StatefulDoor.Opening;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.KeptRecords;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.fake.RecordedOutlet;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sessions whose runtime was killed, and another one that finds what it had written down. */
class ResumedSessionsTest {
  private static final Duration IDLE = Duration.ofHours(2);

  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{},\"resources\":{\"subscribe\":true},\"logging\":{}}")
          .offeringTools("work")
          .offering(CapabilityKind.RESOURCE, "{\"uri\":\"doc:1\",\"name\":\"one\"}")
          .answering(Methods.TOOLS_CALL, Json.of("{\"content\":[]}"))
          .answering(Methods.RESOURCES_SUBSCRIBE, Json.EMPTY_OBJECT)
          .answering(Methods.RESOURCES_UNSUBSCRIBE, Json.EMPTY_OBJECT)
          .answering(Methods.SET_LOG_LEVEL, Json.EMPTY_OBJECT);
  private final List<Gateway> lives = new ArrayList<>();
  private KeptRecords records = new KeptRecords();
  private Gateway gateway = begin(Limits.DEFAULT);

  private Gateway begin(Limits limits) {
    Gateway begun = new Gateway(NamingConfig.DEFAULT, limits, records, "docs").with("docs", server);
    lives.add(begun);
    try {
      return begun.started();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Kills the runtime, and begins another one. */
  private void restart() {
    restart(Limits.DEFAULT);
  }

  private void restart(Limits limits) {
    records = records.again();
    gateway = begin(limits);
  }

  @AfterEach
  void end() {
    lives.forEach(Gateway::close);
  }

  private Optional<Session> find(OldClient client) {
    return gateway.stateful.find(client.session.id(), Gateway.ALICE, View.EVERYTHING);
  }

  private Session resumed(OldClient client) {
    return find(client).orElseThrow();
  }

  private static Message call(Session session, long id) throws InterruptedException {
    Request request =
        Request.of(new RequestId.Num(id), Methods.TOOLS_CALL, Json.of("{\"name\":\"docs__work\"}"));
    return RecordedOutlet.read(session.answer(request, new RecordedOutlet()).orElseThrow().body());
  }

  @Nested
  class GivenASession {
    private final OldClient client = gateway.old();

    @Test
    void whenItsClientComesBack_thenItIsTheSameSession() throws InterruptedException {
      restart();

      Session session = resumed(client);
      assertThat(session.revision()).isEqualTo(Revision.V2025_11_25);
      assertThat(session.life()).isEqualTo(1);
      assertThat(call(session, 1)).isInstanceOf(Success.class);
      assertThat(find(client)).containsSame(session);
    }

    @Test
    void whenItOutlivesManyRuntimes_thenItCountsThem() {
      restart();
      restart();
      restart();

      assertThat(resumed(client).life()).isEqualTo(3);
    }

    @Test
    void whenAnotherCallerOrAddressNamesIt_thenItIsUnknownAndNotWoken() {
      restart();
      String id = client.session.id();

      assertThat(gateway.stateful.find(id, Gateway.BOB, View.EVERYTHING)).isEmpty();
      assertThat(gateway.stateful.find(id, Gateway.ALICE, Gateway.only("docs"))).isEmpty();
      assertThat(gateway.sessions.all()).isEmpty();
      assertThat(find(client)).isPresent();
    }

    @Test
    void whenItWasEnded_thenItIsUnknown() {
      client.session.close();
      restart();

      assertThat(find(client)).isEmpty();
    }

    @Test
    void whenItIsEndedAfterwards_thenItIsUnknownForGood() {
      restart();
      resumed(client).close();
      restart();

      assertThat(find(client)).isEmpty();
    }

    @Test
    void whenTheRuntimeEndedInOrder_thenItGoesOnAllTheSame() {
      gateway.close();
      restart();

      assertThat(find(client)).isPresent();
    }

    @Test
    void whenItsIdIsLookedForInTheRecords_thenItIsNotThere() {
      assertThat(records.text()).contains("old-client").doesNotContain(client.session.id());
    }

    @Test
    void whenItIsResumed_thenItsStreamSaysThatListsMayHaveChanged() throws InterruptedException {
      restart();
      RecordedOutlet stream = new RecordedOutlet();
      resumed(client).attach(stream);

      assertThat(List.of(stream.next(), stream.next(), stream.next()))
          .extracting(note -> ((Notification) note).method())
          .containsExactlyInAnyOrder(
              "notifications/tools/list_changed",
              "notifications/prompts/list_changed",
              "notifications/resources/list_changed");
      assertThat(stream.got).isEmpty();
    }
  }

  @Nested
  class GivenTime {
    private final OldClient client = gateway.old();

    @Test
    void whenTheSessionWasNotUsedForTooLong_thenItIsOver() throws InterruptedException {
      records = records.again();
      Gateway next = new Gateway(NamingConfig.DEFAULT, idle(), records, "docs");
      lives.add(next);
      gateway = next;
      next.world.time.turn(IDLE.plus(IDLE.dividedBy(8)));

      assertThat(find(client)).isEmpty();
      records.await("closed");
    }

    @Test
    void whenItIsUsedNowAndThen_thenThatIsWrittenDown() {
      restart(idle());
      for (int i = 0; i < 4; i++) {
        gateway.world.time.turn(Duration.ofMinutes(55));
        assertThat(find(client)).isPresent();
      }
    }
  }

  private static Limits idle() {
    return Gateway.limits(100, IDLE, 0);
  }

  @Nested
  class GivenABoundOnSessions {
    @Test
    void whenDormantOnesFillIt_thenNoMoreAreOpened() {
      gateway.old();
      gateway.old();
      restart(Gateway.limits(2, IDLE, 0));

      Opening opening =
          gateway.stateful.open(
              new Caller("carol"),
              View.EVERYTHING,
              Request.of(
                  new RequestId.Num(0),
                  Methods.INITIALIZE,
                  Json.of("{\"protocolVersion\":\"2025-11-25\"}")));

      assertThat(opening).isInstanceOf(Opening.Refused.class);
    }
  }

  @Nested
  class GivenACallUnderWay {
    private final OldClient client = gateway.old();
    private final CountDownLatch held = new CountDownLatch(1);

    private void cutOff() throws InterruptedException {
      server.on(
          Methods.TOOLS_CALL,
          (request, _) -> {
            held.await();
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
      client.sendAside(
          Request.of(
              new RequestId.Num(7), Methods.TOOLS_CALL, Json.of("{\"name\":\"docs__work\"}")));
      server.next(Methods.TOOLS_CALL);
      restart();
      server.answering(Methods.TOOLS_CALL, Json.of("{\"content\":[]}"));
    }

    @Test
    void whenItIsSentAgain_thenItIsNotCarriedOutAgainAndTheClientHearsWhy()
        throws InterruptedException {
      cutOff();

      Failure answer = (Failure) call(resumed(client), 7);
      assertThat(answer.error().message()).contains("may have been carried out");
      assertThat(answer.id()).isEqualTo(new RequestId.Num(7));
      assertThat(call(resumed(client), 8)).isInstanceOf(Success.class);
      assertThat(server.next(Methods.TOOLS_CALL)).isNotNull();
      assertThat(server.got.stream().filter(got -> got.method().equals(Methods.TOOLS_CALL)))
          .isEmpty();
      held.countDown();
    }

    @Test
    void whenTheRuntimeEndsOnceMore_thenItIsStillKnown() throws InterruptedException {
      cutOff();
      restart();

      assertThat(call(resumed(client), 7)).isInstanceOf(Failure.class);
      held.countDown();
    }

    @Test
    void whenACallWasAnswered_thenItsIdSaysNothing() throws InterruptedException {
      assertThat(call(client.session, 3)).isInstanceOf(Success.class);
      restart();

      assertThat(call(resumed(client), 3)).isInstanceOf(Success.class);
      held.countDown();
    }
  }

  @Nested
  class GivenAWatchedResource {
    private final OldClient client = gateway.old();

    @Test
    void whenTheSessionIsResumed_thenTheBackendIsAskedAgainAndTheClientTold()
        throws InterruptedException {
      client.result(Methods.RESOURCES_SUBSCRIBE, "{\"uri\":\"doc:1\"}");
      server.next(Methods.RESOURCES_SUBSCRIBE);
      restart();
      RecordedOutlet stream = new RecordedOutlet();
      resumed(client).attach(stream);

      assertThat(server.next(Methods.RESOURCES_SUBSCRIBE).params().text("uri")).isEqualTo("doc:1");
      Notification updated = next(stream, Methods.RESOURCE_UPDATED);
      assertThat(updated.params().text("uri")).isEqualTo("doc:1");
      server.connection().notify(Methods.RESOURCE_UPDATED, "{\"uri\":\"doc:1\"}");
      assertThat(next(stream, Methods.RESOURCE_UPDATED)).isNotNull();
    }

    @Test
    void whenItWasNotWatchedAnyMore_thenNobodyIsAsked() throws InterruptedException {
      client.result(Methods.RESOURCES_SUBSCRIBE, "{\"uri\":\"doc:1\"}");
      client.result(Methods.RESOURCES_UNSUBSCRIBE, "{\"uri\":\"doc:1\"}");

      assertThat(records.text()).contains("unwatched");
      restart();
      server.got.clear();
      call(resumed(client), 1);
      assertThat(server.got)
          .extracting(FakeServer.Got::method)
          .doesNotContain(Methods.RESOURCES_SUBSCRIBE);
    }

    private static Notification next(RecordedOutlet stream, String method)
        throws InterruptedException {
      while (true) {
        if (stream.next() instanceof Notification note && note.method().equals(method)) {
          return note;
        }
      }
    }
  }

  @Nested
  class GivenALogLevel {
    @Test
    void whenTheSessionIsResumed_thenTheBackendIsToldAgain() throws InterruptedException {
      OldClient client = gateway.old();
      client.result(Methods.SET_LOG_LEVEL, "{\"level\":\"error\"}");
      server.next(Methods.SET_LOG_LEVEL);
      restart();
      resumed(client);

      assertThat(server.next(Methods.SET_LOG_LEVEL).params().text("level")).isEqualTo("error");
    }
  }

  @Nested
  class GivenAJournalThatCannotBeWritten {
    @Test
    void whenSessionsAreOpened_thenTheyAreServedAndKeptOnceItCan() throws InterruptedException {
      records.fail();
      OldClient client = gateway.old();
      assertThat(call(client.session, 1)).isInstanceOf(Success.class);
      gateway.world.time.turn(Duration.ofMinutes(2));
      assertThat(awaitKept()).isTrue();
      restart();

      assertThat(find(client)).isPresent();
    }

    private boolean awaitKept() throws InterruptedException {
      CountDownLatch pause = new CountDownLatch(1);
      for (int i = 0; i < 1_000 && records.trouble().isPresent(); i++) {
        pause.await(10, TimeUnit.MILLISECONDS);
      }
      return records.trouble().isEmpty();
    }
  }

  @Nested
  class GivenMuchTraffic {
    @Test
    void whenManyCallsWereMade_thenTheJournalIsNoLongerThanItHasToBe() throws InterruptedException {
      OldClient client = gateway.old();
      for (int i = 1; i <= 11_000; i++) {
        call(client.session, i);
        server.got.clear();
      }

      assertThat(records.size()).isLessThan(20_010);
      restart();
      assertThat(find(client)).isPresent();
    }
  }
}
