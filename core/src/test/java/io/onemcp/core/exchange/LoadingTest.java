package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Setback;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.MemoryFiles;
import io.onemcp.core.fake.NewClient;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.fake.RecordedOutlet;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What clients see of backends that are still starting, or away. */
class LoadingTest {
  private static final Duration LATE = Duration.ofSeconds(30);

  /** How long backends whose lists are known begin after the gateway. */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private static final String CALL = "{\"name\":\"b__t\"}";

  private final MemoryFiles disk = new MemoryFiles();
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    end();
  }

  private void end() {
    gateway.close();
    assertThat(gateway.world.tasks.failures()).isEmpty();
  }

  /** Begins another life of the same runtime scope. */
  private void begin(Map<String, FakeServer> servers) {
    end();
    gateway = new Gateway(disk, servers.keySet().toArray(new String[0]));
    servers.forEach(gateway::with);
    gateway.backends.start();
  }

  private void beginAndSettle(Map<String, FakeServer> servers) throws InterruptedException {
    begin(servers);
    gateway.backends.awaitSettled(Duration.ofDays(1));
  }

  private static FakeServer old() {
    return full(FakeServer.stateful("{\"tools\":{},\"prompts\":{},\"resources\":{}}"));
  }

  private static FakeServer modern() {
    return full(FakeServer.stateless("{\"tools\":{},\"prompts\":{},\"resources\":{}}"));
  }

  private static FakeServer full(FakeServer server) {
    return server
        .offering(
            CapabilityKind.TOOL,
            "{\"odd\" : 1e400, \"name\":\"t\" ,\"inputSchema\":{\"type\":\"object\"}}",
            "{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}}")
        .offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}")
        .offering(CapabilityKind.RESOURCE, "{\"uri\":\"file:///r\",\"name\":\"r\"}")
        .offering(CapabilityKind.RESOURCE_TEMPLATE, "{\"uriTemplate\":\"file:///{x}\"}")
        .answering(Methods.TOOLS_CALL, Json.of("{\"content\":[]}"));
  }

  /** Holds the first request of every handshake back. */
  private FakeServer slow(FakeServer server, String hello) {
    FakeServer quick = hello.equals(Methods.DISCOVER) ? modern() : old();
    return server.on(
        hello,
        (request, interim) -> {
          asked.countDown();
          go.await();
          return quick.answer(request, interim);
        });
  }

  private Map<String, FakeServer> slowServers() {
    return Map.of("b", slow(old(), Methods.INITIALIZE), "c", slow(modern(), Methods.DISCOVER));
  }

  /** Returns every list as clients of both eras see it, of every view. */
  private Map<String, String> lists() throws InterruptedException {
    Map<String, String> lists = new TreeMap<>();
    for (View view : List.of(View.EVERYTHING, Gateway.only("b"), Gateway.only("c"))) {
      OldClient stateful = OldClient.open(gateway, Gateway.ALICE, view, "2025-11-25", "{}");
      NewClient stateless = gateway.fresh().at(view);
      for (CapabilityKind kind : CapabilityKind.values()) {
        String key = view + " " + kind;
        lists.put("stateful " + key, stateful.result(kind.listMethod(), "{}").toString());
        lists.put("stateless " + key, stateless.result(kind.listMethod(), "{}").toString());
      }
    }
    return lists;
  }

  private Backend backend(String name) {
    return World.find(gateway.backends, name);
  }

  @Nested
  class GivenOffersOfAnEarlierLife {
    @Test
    void whenNoBackendIsReady_thenEveryListIsThereByteForByte() throws InterruptedException {
      beginAndSettle(Map.of("b", old(), "c", modern()));
      Map<String, String> before = lists();

      begin(slowServers());
      gateway.world.time.turn(HEAD_START);
      Waiting.until(asked);

      assertThat(lists()).isEqualTo(before).hasSize(24);
      assertThat(before.get("stateful Everything[] TOOL")).contains("{\"odd\" : 1e400, \"name\"");
      assertThat(gateway.backends.all()).noneMatch(it -> it.hop().isPresent());
    }

    @Test
    void whenTheyAreRefreshedWithTheSame_thenNobodyIsToldOfAChange() throws InterruptedException {
      beginAndSettle(Map.of("b", old(), "c", modern()));
      FakeServer b = slow(old(), Methods.INITIALIZE);
      begin(Map.of("b", b));
      RecordedOutlet stream = gateway.old().attach();
      gateway.world.time.turn(HEAD_START);
      go.countDown();
      gateway.backends.awaitSettled(Duration.ofDays(1));

      b.offering(CapabilityKind.PROMPT);
      b.connection().notify(Methods.PROMPTS_CHANGED, "{}");

      assertThat(stream.next().whole().text("method")).isEqualTo(Methods.PROMPTS_CHANGED);
    }

    @Test
    void whenAToolIsCalled_thenTheCallWaitsForItsServer() throws InterruptedException {
      beginAndSettle(Map.of("b", old()));
      begin(Map.of("b", slow(old(), Methods.INITIALIZE)));
      OldClient client = gateway.old();

      BlockingQueue<Message> answers =
          client.sendAside(Request.of(new RequestId.Num(1), Methods.TOOLS_CALL, Json.of(CALL)));
      Waiting.until(asked);
      assertThat(answers).isEmpty();
      go.countDown();

      assertThat(Waiting.next(answers)).isInstanceOf(Success.class);
    }

    @Test
    void whenItsServerTakesTooLong_thenTheCallIsRefusedAndSaysWhose() throws InterruptedException {
      beginAndSettle(Map.of("b", old()));
      begin(Map.of("b", slow(old(), Methods.INITIALIZE)));
      OldClient client = gateway.old();
      BlockingQueue<Message> answers =
          client.sendAside(Request.of(new RequestId.Num(1), Methods.TOOLS_CALL, Json.of(CALL)));
      gateway.world.time.awaitTimer(BackendDefinition.DEFAULT_CONNECT_TIMEOUT);

      gateway.world.time.turn(BackendDefinition.DEFAULT_CONNECT_TIMEOUT);

      assertThat(String.valueOf(Waiting.next(answers).whole())).contains("isError", "b");
    }
  }

  @Nested
  class GivenABackendOfWhichNothingIsKnown {
    @Test
    void whenOthersAreKnown_thenTheFirstListWaitsForItAlone() throws InterruptedException {
      beginAndSettle(Map.of("b", old()));
      begin(Map.of("b", old(), "c", slow(modern(), Methods.DISCOVER)));
      Waiting.until(asked);
      NewClient client = gateway.fresh();

      BlockingQueue<Message> answers = client.sendAside(client.request("tools/list", "{}"));
      gateway.world.time.awaitTimer(Gateway.LIST_WAIT);
      assertThat(answers).isEmpty();
      go.countDown();

      assertThat(String.valueOf(Waiting.next(answers).whole())).contains("b__t", "c__t");
    }
  }

  @Nested
  class GivenABackendThatFailsToListAfterABreak {
    @Test
    void whenItIsReadyAgain_thenItsLastGoodListStays() throws InterruptedException {
      FakeServer b = old();
      beginAndSettle(Map.of("b", b));
      gateway.world.awaitState("b", "ready");
      String before = String.valueOf(gateway.fresh().result("tools/list", "{}").at("tools"));
      b.failing(Methods.TOOLS_LIST, new RpcError(-32603, "busy", null));

      b.connection().breakDown("cut");
      gateway.world.awaitState("b", "restarting");
      gateway.world.time.turn(LATE);
      gateway.world.awaitState("b", "ready");

      assertThat(String.valueOf(gateway.fresh().result("tools/list", "{}").at("tools")))
          .isEqualTo(before)
          .contains("b__t");
    }
  }

  @Nested
  class GivenABackendThatWentThroughABreak {
    @Test
    void whenListedMeanwhileAndAfterwards_thenEveryListIsTheSameByteForByte()
        throws InterruptedException {
      FakeServer b = old();
      beginAndSettle(Map.of("b", b, "c", modern()));
      Map<String, String> before = lists();
      gateway.world.happened.clear();

      b.connection().breakDown("cut");
      gateway.world.awaitState("b", "restarting");
      assertThat(lists()).isEqualTo(before);
      gateway.world.time.turn(LATE);
      gateway.world.awaitState("b", "ready");

      assertThat(lists()).isEqualTo(before);
    }

    @Test
    void whenAskedSinceWhenAndWhy_thenItRemembers() throws InterruptedException {
      FakeServer b = old();
      beginAndSettle(Map.of("b", b));
      gateway.world.awaitState("b", "ready");
      assertThat(backend("b").lastSetback()).isEmpty();
      gateway.world.time.turn(LATE);

      b.connection().breakDown("cut");
      gateway.world.awaitState("b", "restarting");

      assertThat(backend("b").since()).isEqualTo(HandTime.START.plus(LATE));
      assertThat(backend("b").lastSetback())
          .contains(new Setback(HandTime.START.plus(LATE), "cut"));
    }
  }
}
