package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.config.Upkeep;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BackendRestartTest {
  private final OneBackend one = new OneBackend();
  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{},\"prompts\":{},\"resources\":{}}").offeringTools("t");

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAConnectionThatBreaks {
    @Test
    void whenItBreaks_thenItRestartsAndItsToolsStayListed() throws InterruptedException {
      Backend backend = one.ready(server);

      server.connection().breakDown("exit 137");
      BackendEvent.StateChanged lost = one.world.awaitState("b", "restarting");

      assertThat(lost.cause()).isEqualTo("exit 137");
      assertThat(backend.condition()).isEqualTo("restarting after: exit 137");
      assertThat(OneBackend.tools(backend)).containsExactly("t");
      assertThat(backend.diagnostics()).isEmpty();
      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> backend.call(Call.of("x", Json.EMPTY_OBJECT)))
          .withMessageContaining("exit 137");
      Waiting.until(server.connection().closed);

      server.offeringTools("after");
      one.world.time.turn(Duration.ofMinutes(1));
      one.world.awaitState("b", "ready");
      assertThat(OneBackend.tools(backend)).containsExactly("after");
      assertThat(one.told)
          .containsExactly("offer b [t]", "connected b", "offer b [after]", "connected b");
    }

    @Test
    void whenItBreaksWithCallsUnderWay_thenTheyFailAndNewOnesAreRefused()
        throws InterruptedException {
      Backend backend = one.ready(server);
      CountDownLatch asked = new CountDownLatch(1);
      server.on("slow", (_, _) -> OneBackend.waitForever(asked));
      BlockingQueue<String> ends = new LinkedBlockingQueue<>();
      one.world.tasks.start(
          "call",
          () -> {
            try {
              OneBackend.call(backend, "slow");
            } catch (BackendLostException e) {
              ends.add(e.getMessage());
            }
          });
      Waiting.until(asked);

      server.connection().breakDown("gone");

      assertThat(Waiting.next(ends)).contains("broke");
    }

    @Test
    void whenItBreaksBeforeAnybodyKnewItWasReady_thenItIsStillNoticed()
        throws InterruptedException {
      server.on(
          CapabilityKind.RESOURCE_TEMPLATE.listMethod(),
          (request, _) -> {
            one.world.tasks.start("break", () -> server.connection().breakDown("at once"));
            server.offering(CapabilityKind.RESOURCE_TEMPLATE);
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });

      one.start(server);

      assertThat(one.world.awaitState("b", "restarting").cause())
          .containsAnyOf("at once", "broke", "ended");
    }

    @Test
    void whenItKeepsBreaking_thenItIsGivenUpAndAfterAGraceWithdrawn() throws InterruptedException {
      Backend backend = one.ready(server);
      for (int i = 1; i < Upkeep.Restarts.DEFAULT.most() + 1; i++) {
        server.connection().breakDown("crash " + i);
        one.world.awaitState("b", "restarting");
        one.world.time.turn(Duration.ofSeconds(31));
        one.world.awaitState("b", "ready");
      }

      server.connection().breakDown("the last straw");
      one.world.awaitState("b", "crash-looped");

      assertThat(backend.condition()).isEqualTo("given up after: the last straw");
      assertThat(OneBackend.tools(backend)).containsExactly("t");
      one.told.clear();
      one.world.time.turn(SupervisionConfig.DEFAULT.grace());
      assertThat(Waiting.next(one.told)).isEqualTo("withdrawn b");
      assertThat(backend.offer()).isEmpty();
      backend.order(new ConnectionSignal.Start());
      one.world.awaitState("b", "ready");
    }

    @Test
    void whenItLivedLong_thenItIsBackAtOnce() throws InterruptedException {
      one.ready(server);
      one.world.time.turn(Duration.ofMinutes(2));

      server.connection().breakDown("gone");
      one.world.awaitState("b", "restarting");
      one.world.time.turn(Duration.ZERO);

      one.world.awaitState("b", "ready");
    }
  }

  @Nested
  class GivenADialThatFails {
    @Test
    void whenItIsRefused_thenTheReasonIsKeptAndTheNextOneComes() throws InterruptedException {
      one.world.connector.with(
          "b",
          (_, _) -> {
            throw new BackendUnreachableException("no such command");
          });
      Backend backend = one.start();

      assertThat(one.world.awaitState("b", "restarting").cause()).contains("no such command");
      assertThat(backend.isSettled()).isTrue();
      one.world.connector.with("b", server);
      one.world.time.turn(Duration.ofSeconds(1));
      one.world.awaitState("b", "ready");
    }

    @Test
    void whenTheHandshakeTakesTooLong_thenItIsGivenUpAndTheConnectionClosed()
        throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.INITIALIZE, (_, _) -> OneBackend.waitForever(asked));
      one.start(server);
      Waiting.until(asked);

      one.world.time.turn(BackendDefinition.DEFAULT_CONNECT_TIMEOUT);

      assertThat(one.world.awaitState("b", "restarting").cause())
          .contains("no handshake within 30000 ms");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenTheServerContradictsItself_thenThatIsTheReason() throws InterruptedException {
      server.answering(
          Methods.INITIALIZE,
          Json.of(
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"tools\":1}}"));
      one.start(server);

      assertThat(one.world.awaitState("b", "restarting").cause()).contains("\"tools\"");
    }

    @Test
    void whenItIsAFaultOfOurs_thenTheBackendLivesOn() throws InterruptedException {
      one.world.connector.with(
          "b",
          (_, _) -> {
            throw new IllegalStateException("bug");
          });
      one.start();

      assertThat(one.world.awaitState("b", "restarting").cause()).contains("bug");
    }
  }
}
