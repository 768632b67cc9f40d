package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BackendListsTest {
  private final OneBackend one = new OneBackend();
  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{},\"prompts\":{},\"resources\":{}}").offeringTools("t");

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenListsThatChange {
    @Test
    void whenItSaysSo_thenTheyAreReadAgain() throws InterruptedException {
      Backend backend = one.ready(server);
      server.offeringTools("t", "u").offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}");

      server.connection().notify(Methods.TOOLS_CHANGED, "{}");

      assertThat(one.world.awaitOffer("b").offer().list(CapabilityKind.TOOL)).hasSize(2);
      assertThat(OneBackend.tools(backend)).containsExactly("t", "u");
      assertThat(backend.offer().orElseThrow().list(CapabilityKind.PROMPT)).isEmpty();
    }

    @Test
    void whenItSaysSoManyTimesWhileTheyAreRead_thenTheyAreReadOnceMore()
        throws InterruptedException {
      one.ready(server);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch reading = new CountDownLatch(1);
      BlockingQueue<String> reads = new LinkedBlockingQueue<>();
      server.on(
          Methods.TOOLS_LIST,
          (request, _) -> {
            reads.add("read");
            reading.countDown();
            go.await();
            return Success.of(request.id(), Json.of("{\"tools\":[]}"));
          });
      server.connection().notify(Methods.TOOLS_CHANGED, "{}");
      Waiting.until(reading);

      for (int i = 0; i < 1_000; i++) {
        server.connection().notify(Methods.TOOLS_CHANGED, "{}");
      }
      server.offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}");
      server.connection().notify(Methods.PROMPTS_CHANGED, "{}");
      go.countDown();

      assertThat(one.world.awaitOffer("b").offer().list(CapabilityKind.PROMPT)).isEmpty();
      assertThat(one.world.awaitOffer("b").offer().list(CapabilityKind.PROMPT)).hasSize(1);
      assertThat(reads).hasSize(2);
    }

    @Test
    void whenOneNotificationSaysThatResourcesChanged_thenBothListsOfThemAreRead()
        throws InterruptedException {
      one.ready(server);
      server
          .offering(CapabilityKind.RESOURCE, "{\"uri\":\"a:1\"}")
          .offering(CapabilityKind.RESOURCE_TEMPLATE, "{\"uriTemplate\":\"a:{x}\"}");

      server.connection().notify(Methods.RESOURCES_CHANGED, "{}");

      Offer offer = one.world.awaitOffer("b").offer();
      assertThat(offer.list(CapabilityKind.RESOURCE)).hasSize(1);
      assertThat(offer.list(CapabilityKind.RESOURCE_TEMPLATE)).hasSize(1);
    }

    @Test
    void whenTheyCannotBeRead_thenTheOldOnesStayAndTheNextChangeIsReadAllTheSame()
        throws InterruptedException {
      Backend backend = one.ready(server);
      List<FakeServer.Handler> failures =
          List.of(
              (request, _) -> Failure.of(request.id(), new RpcError(-32603, "later")),
              (_, _) -> {
                throw new BackendRefusedException(503, "busy");
              },
              (_, _) -> {
                throw new BackendLostException("one stream broke");
              },
              (request, _) -> Success.of(request.id(), Json.of("{\"tools\":[],\"tools\":[]}")));
      for (FakeServer.Handler failure : failures) {
        CountDownLatch asked = new CountDownLatch(1);
        server.on(
            Methods.TOOLS_LIST,
            (request, interim) -> {
              asked.countDown();
              return failure.answer(request, interim);
            });
        server.connection().notify(Methods.TOOLS_CHANGED, "{}");
        Waiting.until(asked);
      }

      server.offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}");
      server.connection().notify(Methods.PROMPTS_CHANGED, "{}");

      assertThat(one.world.awaitOffer("b").offer().list(CapabilityKind.PROMPT)).hasSize(1);
      assertThat(OneBackend.tools(backend)).containsExactly("t");
    }

    @Test
    void whenOneIsNeverAnswered_thenTheNextChangeIsReadAfterTheTimeAllowed()
        throws InterruptedException {
      one.ready(server);
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.TOOLS_LIST, (_, _) -> OneBackend.waitForever(asked));
      server.connection().notify(Methods.TOOLS_CHANGED, "{}");
      Waiting.until(asked);

      server.offeringTools("new");
      server.connection().notify(Methods.TOOLS_CHANGED, "{}");
      one.world.time.turn(BackendDefinition.DEFAULT_REQUEST_TIMEOUT);

      assertThat(one.world.awaitOffer("b").offer().list(CapabilityKind.TOOL))
          .extracting(Capability::name)
          .containsExactly("new");
    }

    @Test
    void whenTheyChangeWhileTheyAreReadForTheFirstTime_thenTheyAreReadAgain()
        throws InterruptedException {
      server.on(
          Methods.TOOLS_LIST,
          (request, _) -> {
            server.offeringTools("second");
            server.connection().notify(Methods.TOOLS_CHANGED, "{}");
            return Success.of(request.id(), Json.of("{\"tools\":[{\"name\":\"first\"}]}"));
          });

      Backend backend = one.ready(server);

      assertThat(one.world.awaitOffer("b").offer().list(CapabilityKind.TOOL))
          .extracting(Capability::name)
          .containsExactly("second");
      assertThat(OneBackend.tools(backend)).containsExactly("second");
    }
  }
}
