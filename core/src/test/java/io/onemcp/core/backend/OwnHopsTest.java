package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.fake.FakeConnection;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OwnHopsTest {
  private final World world = new World();
  private final FakeServer server =
      FakeServer.stateful("{\"logging\":{}}")
          .answering("x", Json.EMPTY_OBJECT)
          .answering(Methods.SET_LOG_LEVEL, Json.EMPTY_OBJECT);
  private final BlockingQueue<CapabilityKind> changes = new LinkedBlockingQueue<>();
  private final BlockingQueue<Notification> heard = new LinkedBlockingQueue<>();
  private final OwnHops own =
      new OwnHops(() -> World.backend("b"), world.dialer(), world.surroundings(), changes::add);

  OwnHopsTest() {
    world.connector.with("b", server);
  }

  @AfterEach
  void close() {
    own.close();
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAClientThatCanBeAsked {
    @Test
    void whenItCalls_thenASessionIsOpenedOnItsBehalfAndKept() throws InterruptedException {
      call(terms("alice"));
      call(terms("alice"));

      assertThat(server.connections).hasSize(1);
      FakeServer.Got hello = server.next(Methods.INITIALIZE);
      assertThat(hello.params().at("capabilities")).hasToString("{\"roots\":{}}");
      assertThat(hello.params().at("clientInfo")).hasToString("{\"name\":\"alice\"}");
      Waiting.until(server.connection().listening);
    }

    @Test
    void whenAnotherOneCalls_thenItGetsASessionOfItsOwn() throws InterruptedException {
      call(terms("alice"));
      call(terms("bob"));

      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenSomethingComesOnTheSession_thenItsOwnerHearsItAndChangedListsConcernAll()
        throws InterruptedException {
      call(terms("alice"));

      server.connection().notify("notifications/odd", "{}");
      server.connection().notify(Methods.TOOLS_CHANGED, "{}");

      assertThat(Waiting.next(heard).method()).isEqualTo("notifications/odd");
      assertThat(Waiting.next(changes)).isEqualTo(CapabilityKind.TOOL);
    }

    @Test
    void whenItTellsSomething_thenItsSessionsHearIt() throws InterruptedException {
      call(terms("alice"));
      call(terms("bob"));

      own.tell("bob", Notification.of(Methods.ROOTS_CHANGED, Json.EMPTY_OBJECT));

      assertThat(server.next(Methods.ROOTS_CHANGED).method()).isEqualTo(Methods.ROOTS_CHANGED);
      assertThat(server.got).isEmpty();
    }

    @Test
    void whenItWantsMoreLog_thenItsSessionsAreToldAndAFailingOneDoesNotMatter()
        throws InterruptedException {
      call(terms("alice"));
      own.setLevel("alice", LogLevel.DEBUG);
      assertThat(server.next(Methods.SET_LOG_LEVEL).params()).hasToString("{\"level\":\"debug\"}");

      server.on(
          Methods.SET_LOG_LEVEL,
          (_, _) -> {
            throw new BackendLostException("gone");
          });
      own.setLevel("alice", LogLevel.INFO);
      own.setLevel("bob", LogLevel.INFO);
    }

    @Test
    void whenItWantedALevelBefore_thenANewSessionBeginsWithIt() throws InterruptedException {
      HopTerms terms = terms("alice");
      call(
          new HopTerms(
              terms.owner(),
              terms.capabilities(),
              terms.clientInfo(),
              false,
              terms.desk(),
              terms.news(),
              Optional.of(LogLevel.ERROR)));

      assertThat(server.next(Methods.SET_LOG_LEVEL).params()).hasToString("{\"level\":\"error\"}");
    }

    @Test
    void whenItIsGone_thenItsSessionsAreClosed() throws InterruptedException {
      call(terms("alice"));
      FakeConnection first = server.connection();
      call(terms("bob"));

      own.forget("alice");

      Waiting.until(first.closed);
      assertThat(server.connection().closed.getCount()).isOne();
    }

    @Test
    void whenItsSessionIsIdleForLong_thenItIsClosed() throws InterruptedException {
      call(terms("alice"));
      own.sweep();
      assertThat(server.connection().closed.getCount()).isOne();

      world.time.turn(Duration.ofMinutes(6));
      own.sweep();

      Waiting.until(server.connection().closed);
    }

    @Test
    void whenItsSessionBreaks_thenTheNextCallGetsANewOne() throws InterruptedException {
      call(terms("alice"));
      FakeConnection first = server.connection();

      first.breakDown("gone");
      Waiting.until(first.closed);
      call(terms("alice"));

      assertThat(server.connections).hasSize(2);
    }
  }

  @Nested
  class GivenAClientThatSubscribed {
    GivenAClientThatSubscribed() {
      server
          .answering(Methods.RESOURCES_SUBSCRIBE, Json.EMPTY_OBJECT)
          .answering(Methods.RESOURCES_UNSUBSCRIBE, Json.EMPTY_OBJECT);
    }

    @Test
    void whenItsSessionBreaks_thenANewOneSubscribesAgainAndItHearsSo() throws InterruptedException {
      subscription(Methods.RESOURCES_SUBSCRIBE, "x:1");
      subscription(Methods.RESOURCES_SUBSCRIBE, "x:2");
      subscription(Methods.RESOURCES_UNSUBSCRIBE, "x:2");
      awaitSubscription("x:1");
      awaitSubscription("x:2");

      server.connection().breakDown("gone");

      awaitSubscription("x:1");
      assertThat(Waiting.next(heard).whole())
          .hasToString(
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                  + "\"params\":{\"uri\":\"x:1\"}}");
      assertThat(server.connections).hasSize(2);
      server.connection().notify(Methods.RESOURCE_UPDATED, "{\"uri\":\"x:1\"}");
      assertThat(Waiting.next(heard).params()).hasToString("{\"uri\":\"x:1\"}");
    }

    @Test
    void whenTheBackendIsNotBackYet_thenItIsTriedAgain() throws InterruptedException {
      subscription(Methods.RESOURCES_SUBSCRIBE, "x:1");
      awaitSubscription("x:1");
      world.connector.with(
          "b",
          (_, _) -> {
            throw new BackendUnreachableException("refused");
          });

      server.connection().breakDown("gone");
      world.time.awaitTimer(Duration.ofSeconds(1));
      world.connector.with("b", server);
      world.time.turn(Duration.ofSeconds(1));

      awaitSubscription("x:1");
    }

    @Test
    void whenTheBackendRefusesItNow_thenItIsForgottenAndTheSessionServes()
        throws InterruptedException {
      subscription(Methods.RESOURCES_SUBSCRIBE, "x:1");
      awaitSubscription("x:1");
      server.failing(Methods.RESOURCES_SUBSCRIBE, new RpcError(-32602, "no"));

      server.connection().breakDown("gone");
      awaitSubscription("x:1");
      call(terms("alice"));

      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenItIsSilentForLong_thenItsSessionStays() throws InterruptedException {
      subscription(Methods.RESOURCES_SUBSCRIBE, "x:1");
      world.time.turn(Duration.ofMinutes(6));
      own.sweep();
      assertThat(server.connection().closed.getCount()).isOne();

      own.forget("alice");

      Waiting.until(server.connection().closed);
    }

    private void subscription(String method, String uri) throws InterruptedException {
      Request request =
          Request.of(new RequestId.Num(1), method, Json.of("{\"uri\":\"" + uri + "\"}"));
      own.call(
          terms("alice"),
          new Call(
              request,
              request.whole().patch(),
              uri,
              Map.of(),
              false,
              false,
              false,
              _ -> {},
              new Refusing()));
    }

    private void awaitSubscription(String uri) throws InterruptedException {
      assertThat(server.next(Methods.RESOURCES_SUBSCRIBE).params().text("uri")).isEqualTo(uri);
    }
  }

  @Nested
  class GivenCallsThatCannotShareASession {
    private final CountDownLatch go = new CountDownLatch(1);

    @Test
    void whenTheyRunSideBySide_thenEachHasOneAndAFreeOneIsUsedAgain() throws InterruptedException {
      CountDownLatch running = slow(2);
      BlockingQueue<Response> answers = aside(exclusive(), 2);
      Waiting.until(running);

      assertThat(server.connections).hasSize(2);
      go.countDown();
      Waiting.next(answers);
      Waiting.next(answers);
      call(exclusive());
      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenQuestionsCanBeToldApart_thenTheyShareOne() throws InterruptedException {
      server.withStreamsOfRequests();
      call(exclusive());
      CountDownLatch running = slow(2);
      aside(exclusive(), 2);
      Waiting.until(running);

      assertThat(server.connections).hasSize(1);
      go.countDown();
    }

    @Test
    void whenOneClientHasAsManyAsItMay_thenTheNextCallWaitsForOne() throws InterruptedException {
      CountDownLatch running = slow(OwnHops.MAX_OF_OWNER);
      BlockingQueue<Response> answers = aside(exclusive(), OwnHops.MAX_OF_OWNER + 1);
      Waiting.until(running);

      assertThat(server.connections).hasSize(OwnHops.MAX_OF_OWNER);
      assertThat(answers).isEmpty();
      go.countDown();
      for (int i = 0; i <= OwnHops.MAX_OF_OWNER; i++) {
        Waiting.next(answers);
      }
      assertThat(server.connections).hasSize(OwnHops.MAX_OF_OWNER);
    }

    private CountDownLatch slow(int calls) {
      CountDownLatch running = new CountDownLatch(calls);
      server.on(
          "slow",
          (request, _) -> {
            running.countDown();
            go.await();
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
      return running;
    }

    private BlockingQueue<Response> aside(HopTerms terms, int calls) {
      BlockingQueue<Response> answers = new LinkedBlockingQueue<>();
      for (int i = 0; i < calls; i++) {
        world.tasks.start(
            "call",
            () -> {
              try {
                answers.add(own.call(terms, Call.of("slow", Json.EMPTY_OBJECT)));
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
      }
      return answers;
    }

    private HopTerms exclusive() {
      HopTerms terms = terms("caller");
      return new HopTerms(
          terms.owner(),
          terms.capabilities(),
          terms.clientInfo(),
          true,
          terms.desk(),
          terms.news(),
          terms.level());
    }
  }

  @Nested
  class GivenASessionThatCannotBeOpened {
    @Test
    void whenTheServerRefuses_thenTheCallFailsAndTheNextOneTriesAgain()
        throws InterruptedException {
      world.connector.with(
          "b",
          (_, _) -> {
            throw new BackendUnreachableException("refused");
          });
      assertThatExceptionOfType(BackendUnreachableException.class)
          .isThrownBy(() -> call(terms("alice")));

      world.connector.with("b", server);
      call(terms("alice"));
    }

    @Test
    void whenItsGreetingFails_thenTheConnectionIsClosed() {
      server.on(
          Methods.SET_LOG_LEVEL,
          (_, _) -> {
            throw new BackendLostException("gone");
          });
      HopTerms terms = terms("alice");

      assertThatExceptionOfType(BackendLostException.class)
          .isThrownBy(() ->
              call(
                  new HopTerms(
                      terms.owner(),
                      terms.capabilities(),
                      terms.clientInfo(),
                      false,
                      terms.desk(),
                      terms.news(),
                      Optional.of(LogLevel.ERROR))));
      assertThat(server.connection().closed.getCount()).isZero();
    }

    @Test
    void whenItTakesTooLong_thenTheCallFails() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.INITIALIZE, (_, _) -> OneBackend.waitForever(asked));
      BlockingQueue<String> ends = failAside();
      Waiting.until(asked);

      world.time.turn(BackendDefinition.DEFAULT_CONNECT_TIMEOUT);

      assertThat(Waiting.next(ends)).contains("no handshake in time");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenItsOwnerIsGoneByThen_thenTheConnectionIsClosed() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      FakeServer hello = FakeServer.stateful("{}");
      server.on(
          Methods.INITIALIZE,
          (request, interim) -> {
            asked.countDown();
            go.await();
            return hello.answer(request, interim);
          });
      BlockingQueue<String> ends = failAside();
      Waiting.until(asked);

      own.forget("alice");
      go.countDown();

      assertThat(Waiting.next(ends)).contains("could not be opened");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenEverythingIsClosed_thenNoneIsOpened() {
      own.close();

      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> call(terms("alice")));
      assertThat(server.connections).isEmpty();
    }

    private BlockingQueue<String> failAside() {
      BlockingQueue<String> ends = new LinkedBlockingQueue<>();
      world.tasks.start(
          "call",
          () -> {
            try {
              call(terms("alice"));
            } catch (InterruptedException | BackendUnavailableException e) {
              ends.add(String.valueOf(e.getMessage()));
            }
          });
      return ends;
    }
  }

  private Response call(HopTerms terms) throws InterruptedException {
    return own.call(terms, Call.of("x", Json.EMPTY_OBJECT));
  }

  private HopTerms terms(String owner) {
    return new HopTerms(
        owner,
        Json.of("{\"roots\":{}}"),
        Optional.of(Json.of("{\"name\":\"" + owner + "\"}")),
        false,
        new Refusing(),
        (_, note) -> heard.add(note),
        Optional.empty());
  }
}
