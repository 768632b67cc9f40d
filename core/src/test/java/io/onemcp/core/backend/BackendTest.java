package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BackendTest {
  private final OneBackend one = new OneBackend();
  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{},\"prompts\":{},\"resources\":{}}").offeringTools("t");

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAServerThatAnswers {
    @Test
    void whenStarted_thenItIsReadyAndWhatItOffersIsKnown() throws InterruptedException {
      Backend backend = one.start(server);

      one.world.awaitState("b", "ready");

      assertThat(OneBackend.tools(backend)).containsExactly("t");
      assertThat(backend.hop()).isPresent();
      assertThat(backend.isSettled()).isTrue();
      assertThat(backend.condition()).isEqualTo("ready");
      assertThat(backend.diagnostics()).isEqualTo("last words");
      assertThat(one.told).containsExactly("offer b [t]", "connected b");
      Waiting.until(server.connection().listening);
    }

    @Test
    void whenCalled_thenTheAnswerComesBack() throws InterruptedException {
      Backend backend = one.ready(server);
      server.answering("x", Json.of("{\"a\":1}"));

      assertThat(((Success) backend.call(Call.of("x", Json.EMPTY_OBJECT))).result())
          .hasToString("{\"a\":1}");
      assertThat(((Success) backend.request("x", Json.EMPTY_OBJECT)).result())
          .hasToString("{\"a\":1}");
    }

    @Test
    void whenTooManyCallsAreUnderWay_thenOneMoreIsRefusedUntilOneEnds()
        throws InterruptedException {
      Backend backend = one.ready(server);
      CountDownLatch arrived = new CountDownLatch(2);
      CountDownLatch go = new CountDownLatch(1);
      server.on(
          "slow",
          (request, _) -> {
            arrived.countDown();
            go.await();
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
      BlockingQueue<Response> answers = new LinkedBlockingQueue<>();
      for (int i = 0; i < 2; i++) {
        one.world.tasks.start("call", () -> answers.add(OneBackend.call(backend, "slow")));
      }
      Waiting.until(arrived);

      assertThatExceptionOfType(BackendBusyException.class)
          .isThrownBy(() -> backend.call(Call.of("slow", Json.EMPTY_OBJECT)))
          .satisfies(busy -> assertThat(busy.limit()).isEqualTo("maxQueuePerBackend"));

      go.countDown();
      Waiting.next(answers);
      Waiting.next(answers);
      assertThat(OneBackend.call(backend, "slow")).isInstanceOf(Success.class);
    }

    @Test
    void whenItNeverAnswersARequestOfOurOwn_thenTheTimeThatIsAllowedEndsIt()
        throws InterruptedException {
      Backend backend = one.ready(server);
      CountDownLatch asked = new CountDownLatch(1);
      server.on("silence", (_, _) -> OneBackend.waitForever(asked));
      BlockingQueue<String> ends = new LinkedBlockingQueue<>();
      one.world.tasks.start(
          "call",
          () -> {
            try {
              backend.request("silence", Json.EMPTY_OBJECT);
            } catch (InterruptedException | BackendLostException e) {
              ends.add(String.valueOf(e.getMessage()));
            }
          });
      Waiting.until(asked);

      one.world.time.turn(BackendDefinition.DEFAULT_REQUEST_TIMEOUT);

      assertThat(Waiting.next(ends)).contains("in time");
      assertThat(server.next(Methods.CANCELLED).params().at("requestId")).isNotNull();
    }

    @Test
    void whenItSaysSomethingOfItsOwnAccord_thenTheNewsHearIt() throws InterruptedException {
      one.ready(server);

      server.connection().notify("notifications/odd", "{\"a\":1}");
      server
          .connection()
          .notify("notifications/progress", "{\"progressToken\":1,\"progressToken\":2}");
      server.connection().notify("notifications/odd", "{\"a\":2}");

      assertThat(Waiting.next(one.notes).params()).hasToString("{\"a\":1}");
      assertThat(Waiting.next(one.notes).params()).hasToString("{\"a\":2}");
    }
  }

  @Nested
  class GivenItIsNotWantedAnyMore {
    @Test
    void whenDisabledWhileReady_thenItIsClosedAndWithdrawn() throws InterruptedException {
      Backend backend = one.ready(server);

      backend.order(new ConnectionSignal.Disable("not now"));

      one.world.awaitState("b", "disabled");
      assertThat(backend.condition()).isEqualTo("not now");
      assertThat(backend.hop()).isEmpty();
      assertThat(one.told).endsWith("withdrawn b");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenAnOldDialComesThroughLate_thenItsConnectionIsClosedAndTheNewOneCounts()
        throws InterruptedException {
      CountDownLatch opening = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      FakeServer old = FakeServer.stateful("{\"tools\":{}}").offeringTools("old");
      one.world.connector.with(
          "b",
          (_, inlet) -> {
            opening.countDown();
            awaitUninterruptibly(go);
            return old.open(inlet);
          });
      Backend backend = one.start();
      Waiting.until(opening);
      one.world.connector.with("b", server);

      backend.order(new ConnectionSignal.Disable("not now"));
      one.world.awaitState("b", "disabled");
      backend.order(new ConnectionSignal.Start());
      one.world.awaitState("b", "ready");
      go.countDown();

      while (old.connections.isEmpty()) {
        Thread.onSpinWait();
      }
      Waiting.until(old.connection().closed);
      assertThat(OneBackend.tools(backend)).containsExactly("t");
      assertThat(backend.state().label()).isEqualTo("ready");
      assertThat(server.connection().closed.getCount()).isOne();
    }

    @Test
    void whenStoppedDuringADial_thenNothingIsLeftOpen() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.INITIALIZE, (_, _) -> OneBackend.waitForever(asked));
      Backend backend = one.start(server);
      Waiting.until(asked);

      backend.stop();
      backend.awaitEnd();

      Waiting.until(server.connection().closed);
      assertThat(backend.isSettled()).isTrue();
    }

    @Test
    void whenConfiguredAsDisabled_thenItIsNeverDialled() throws InterruptedException {
      one.world.connector.with("b", server);
      BackendDefinition definition = World.backend("b");
      BackendDefinition disabled =
          new BackendDefinition(
              definition.name(),
              definition.transport(),
              true,
              Set.of(),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1));
      Backends backends = one.world.backends(one, disabled);
      backends.start();

      one.world.awaitState("b", "disabled");
      assertThat(World.find(backends, "b").isSettled()).isTrue();
      assertThat(one.world.connector.opened).isEmpty();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.interrupted();
      Thread.onSpinWait();
    }
  }
}
