package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.NewClient;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Lists of backends that give them a time to live, and tell nothing of changes. */
class OldListsTest {
  private static final Duration LIFE = Duration.ofMinutes(1);

  private final FakeServer server = FakeServer.stateless("{\"tools\":{}}");
  private Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    gateway.close();
    assertThat(gateway.world.tasks.failures()).isEmpty();
  }

  private void offer(String... tools) {
    List<String> list = List.of(tools).stream().map(OldListsTest::tool).toList();
    server.answering(
        Methods.TOOLS_LIST,
        Json.of("{\"tools\":[" + String.join(",", list) + "],\"ttlMs\":60000}"));
  }

  private static String tool(String name) {
    return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
  }

  private List<String> list() throws InterruptedException {
    Json tools = gateway.fresh().result(Methods.TOOLS_LIST, "{}").at("tools");
    return Objects.requireNonNull(tools).elements().stream()
        .map(tool -> String.valueOf(tool.text("name")))
        .toList();
  }

  @Nested
  class GivenAListWithATimeToLive {
    @Test
    void whenItIsAskedForAfterThat_thenItIsReadAgainBehindTheAnswer() throws InterruptedException {
      offer("t");
      gateway = Gateway.of("b", server);
      gateway.world.awaitOffer("b");
      server.next(Methods.TOOLS_LIST);
      offer("t", "u");

      gateway.world.time.turn(LIFE.minusMillis(1));
      assertThat(list()).containsExactly("b__t");
      assertThat(server.got).noneMatch(got -> got.method().equals(Methods.TOOLS_LIST));
      gateway.world.time.turn(Duration.ofMillis(1));
      assertThat(list()).containsExactly("b__t");

      gateway.world.awaitOffer("b");
      assertThat(list()).containsExactly("b__t", "b__u");
    }

    @Test
    void whenManyAskMeanwhile_thenItIsReadOnceAndNobodyWaits() throws InterruptedException {
      offer("t");
      gateway = Gateway.of("b", server);
      gateway.world.awaitOffer("b");
      CountDownLatch go = new CountDownLatch(1);
      BlockingQueue<String> reads = new LinkedBlockingQueue<>();
      server.on(
          Methods.TOOLS_LIST,
          (request, _) -> {
            reads.add("read");
            go.await();
            return Success.of(request.id(), Json.of("{\"tools\":[" + tool("u") + "]}"));
          });
      gateway.world.time.turn(LIFE);

      for (int i = 0; i < 100; i++) {
        assertThat(list()).containsExactly("b__t");
      }
      Waiting.next(reads);
      go.countDown();

      gateway.world.awaitOffer("b");
      assertThat(list()).containsExactly("b__u");
      assertThat(reads).isEmpty();
    }

    @Test
    void whenItCannotBeRead_thenTheOldOneStaysAndIsTriedAgainLater() throws InterruptedException {
      offer("t");
      gateway = Gateway.of("b", server);
      gateway.world.awaitOffer("b");
      server.failing(Methods.TOOLS_LIST, new RpcError(-32603, "broken"));
      gateway.world.time.turn(LIFE);
      server.next(Methods.TOOLS_LIST);

      assertThat(list()).containsExactly("b__t");
      server.next(Methods.TOOLS_LIST);
      assertThat(list()).containsExactly("b__t");
      offer("u");
      gateway.world.time.turn(LIFE);
      list();

      gateway.world.awaitOffer("b");
      assertThat(list()).containsExactly("b__u");
    }
  }

  @Nested
  class GivenABackendThatTellsOfChanges {
    @Test
    void whenItsTimeIsOver_thenItIsNotAsked() throws InterruptedException {
      FakeServer telling = FakeServer.stateless("{\"tools\":{\"listChanged\":true}}");
      gateway = Gateway.of("b", telling.offeringTools("t"));
      gateway.world.awaitOffer("b");
      telling.next(Methods.TOOLS_LIST);
      NewClient client = gateway.fresh();

      gateway.world.time.turn(LIFE);
      client.result(Methods.TOOLS_LIST, "{}");
      client.result(Methods.TOOLS_LIST, "{}");

      assertThat(telling.got).noneMatch(got -> got.method().equals(Methods.TOOLS_LIST));
    }
  }
}
