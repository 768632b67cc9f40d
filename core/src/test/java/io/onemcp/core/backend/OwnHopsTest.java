package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.fake.FakeConnection;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OwnHopsTest extends OwnHopsFixture {
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

    @Test
    void whenTheCallItselfFindsOutThatItHasEnded_thenItGoesToANewOne() throws InterruptedException {
      AtomicInteger calls = new AtomicInteger();
      server.on(
          "x",
          (request, _) -> {
            if (calls.incrementAndGet() == 1) {
              throw server.connection().refuse("the session is unknown");
            }
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });

      call(terms("alice"));

      assertThat(calls).hasValue(2);
      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenACallCannotBeSentOnASessionThatGoesOn_thenItFails() {
      server.on(
          "x",
          (_, _) -> {
            throw new BackendUnreachableException("too many requests are under way");
          });

      assertThatThrownBy(() -> call(terms("alice")))
          .isInstanceOf(BackendUnreachableException.class);
      assertThat(server.connections).hasSize(1);
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
}
