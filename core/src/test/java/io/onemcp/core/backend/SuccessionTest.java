package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.config.BackendChange;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SuccessionTest {
  private static final BackendName B = new BackendName("b");
  private static final Duration DRAIN = Duration.ofSeconds(31);

  private final World world = new World();
  private final OneBackend news = new OneBackend();
  private final Map<String, FakeServer> servers = new ConcurrentHashMap<>();
  private final FakeServer first = server("first");
  private final FakeServer second = server("second");
  private Backends backends = world.backends(news, version("first"));

  @BeforeEach
  void start() throws InterruptedException {
    world.connector.with(
        "b",
        (transport, inlet) -> {
          FakeServer server = servers.get(((BackendTransport.InProcess) transport).key());
          if (server == null) {
            throw new BackendUnreachableException("connection refused");
          }
          return server.open(inlet);
        });
    backends.start();
    world.awaitState("b", "ready");
    hear("offer b [first]");
    hear("connected b");
  }

  @AfterEach
  void close() {
    backends.close();
    news.world.close();
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAnotherCommand {
    @Test
    void whenTheNewOneIsReady_thenItServesAndTheListChangesOnce() throws InterruptedException {
      apply(changed(version("second")));

      hear("offer b [second]");
      hear("connected b");
      Waiting.until(first.connection().closed);
      // The word of the one in office is repeated once the other has gone.
      hear("offer b [second]");
      assertThat(call()).isEqualTo("second");
      assertThat(news.told).isEmpty();
    }

    @Test
    void whenTheNewOneStartsSlowly_thenTheOldOneServesMeanwhile() throws InterruptedException {
      CountDownLatch mayStart = new CountDownLatch(1);
      CountDownLatch starting = holdStart(second, mayStart);

      apply(changed(version("second")));
      Waiting.until(starting);

      assertThat(call()).isEqualTo("first");
      assertThat(OneBackend.tools(World.find(backends, "b"))).containsExactly("first");
      assertThat(backends.all()).hasSize(1);
      mayStart.countDown();
      hear("offer b [second]");
      assertThat(call()).isEqualTo("second");
    }

    @Test
    void whenACallIsUnderWay_thenItFinishesAtTheOldOneWhileNewOnesGoToTheNewOne()
        throws InterruptedException {
      CountDownLatch mayAnswer = new CountDownLatch(1);
      BlockingQueue<String> answers = callInBackground(mayAnswer);

      apply(changed(version("second")));
      hear("offer b [second]");

      assertThat(call()).isEqualTo("second");
      assertThat(first.connection().closed.getCount()).isOne();
      mayAnswer.countDown();
      assertThat(Waiting.next(answers)).isEqualTo("first");
      Waiting.until(first.connection().closed);
    }

    @Test
    void whenACallOutlivesItsExchange_thenItIsWaitedForToo() throws InterruptedException {
      Engagement exchange = backends.engage(B).orElseThrow();
      Engagement parked = exchange.again();
      try (parked) {
        try (exchange) {
          apply(changed(version("second")));
          hear("offer b [second]");
        }
        assertThat(first.connection().closed.getCount()).isOne();
      }

      Waiting.until(first.connection().closed);
    }

    @Test
    void whenACallTakesTooLong_thenItIsLostWithTheOldOne() throws InterruptedException {
      BlockingQueue<String> answers = callInBackground(new CountDownLatch(1));

      apply(changed(version("second")));
      world.time.awaitTimer(DRAIN);
      world.time.turn(DRAIN);

      Waiting.until(first.connection().closed);
      first.connection().breakDown("closed");
      assertThat(Waiting.next(answers)).isEqualTo("lost");
    }

    @Test
    void whenTheNewOneCannotBeReached_thenItIsTriedAgainAndTheListStays()
        throws InterruptedException {
      apply(changed(version("nobody")));

      Waiting.until(first.connection().closed);
      assertThat(World.find(backends, "b").state().label()).isEqualTo("restarting");
      assertThatThrownBy(SuccessionTest.this::call).isInstanceOf(BackendUnavailableException.class);
      assertThat(news.told).doesNotContain("withdrawn b");
      assertThat(OneBackend.tools(World.find(backends, "b"))).containsExactly("first");
      servers.put("nobody", second);
      world.time.turn(Duration.ofSeconds(30));
      hearAmongOthers("offer b [second]");
      assertThat(call()).isEqualTo("second");
    }

    @Test
    void whenTheNewOneStaysAway_thenItsPredecessorsListGoesInTheEnd() throws InterruptedException {
      apply(changed(version("nobody")));
      Waiting.until(first.connection().closed);

      hearAmongOthers("offer b [first]");
      world.time.turn(GatewayConfig.DEFAULT.supervision().grace());

      hearAmongOthers("withdrawn b");
    }

    @Test
    void whenItIsTakenBackMeanwhile_thenTheOldOneStays() throws InterruptedException {
      CountDownLatch starting = holdStart(second, new CountDownLatch(1));
      apply(changed(version("second")));
      Waiting.until(starting);

      apply(changed(version("first")));

      Waiting.until(second.connection().closed);
      assertThat(call()).isEqualTo("first");
      assertThat(first.connections).hasSize(1);
    }

    @Test
    void whenItChangesAgainMeanwhile_thenOnlyTheLastOneServes() throws InterruptedException {
      CountDownLatch starting = holdStart(second, new CountDownLatch(1));
      server("third");
      apply(changed(version("second")));
      Waiting.until(starting);

      apply(changed(version("third")));

      hear("offer b [third]");
      assertThat(call()).isEqualTo("third");
      Waiting.until(second.connection().closed);
      Waiting.until(first.connection().closed);
    }

    @Test
    void whenEverythingIsClosedMeanwhile_thenBothAreClosed() throws InterruptedException {
      CountDownLatch starting = holdStart(second, new CountDownLatch(1));
      apply(changed(version("second")));
      Waiting.until(starting);

      backends.close();

      Waiting.until(first.connection().closed);
      Waiting.until(second.connection().closed);
    }
  }

  @Nested
  class GivenOtherChanges {
    @Test
    void whenOneIsRemoved_thenItsListGoesAndItsCallsFinish() throws InterruptedException {
      CountDownLatch mayAnswer = new CountDownLatch(1);
      BlockingQueue<String> answers = callInBackground(mayAnswer);

      apply(new BackendChange.Removed(B));

      hear("withdrawn b");
      assertThat(backends.find(B)).isEmpty();
      assertThat(backends.engage(B)).isEmpty();
      mayAnswer.countDown();
      assertThat(Waiting.next(answers)).isEqualTo("first");
      Waiting.until(first.connection().closed);
    }

    @Test
    void whenOneIsAdded_thenItConnectsBesideTheOthers() throws InterruptedException {
      world.connector.with("c", second);

      apply(new BackendChange.Added(World.backend("c")));

      hear("offer c [second]");
      assertThat(backends.all()).hasSize(2);
      assertThat(first.connections).hasSize(1);
    }

    @Test
    void whenATimeOutChanges_thenTheConnectionStays() throws InterruptedException {
      BackendDefinition patient =
          new BackendDefinition(
              B, version("first").transport(), false, Set.of("t"), DRAIN, Duration.ofSeconds(7));

      apply(BackendChange.between(version("first"), patient));

      assertThat(World.find(backends, "b").definition()).isEqualTo(patient);
      assertThat(call()).isEqualTo("first");
      assertThat(first.connections).hasSize(1);
    }

    @Test
    void whenOneIsDisabledAndEnabledAgain_thenItsListGoesAndComesBack()
        throws InterruptedException {
      BackendDefinition off =
          new BackendDefinition(
              B, version("first").transport(), true, Set.of(), DRAIN, Duration.ofSeconds(7));

      apply(BackendChange.between(version("first"), off));
      hear("withdrawn b");
      assertThat(World.find(backends, "b").state().label()).isEqualTo("disabled");
      Waiting.until(first.connection().closed);

      apply(BackendChange.between(off, version("second")));
      hear("offer b [second]");
      assertThat(call()).isEqualTo("second");
    }
  }

  private void apply(BackendChange... changes) {
    backends.apply(List.of(changes), DRAIN);
  }

  private static BackendChange changed(BackendDefinition to) {
    return BackendChange.between(version("other"), to);
  }

  private static BackendDefinition version(String key) {
    return BackendDefinition.of("b", new BackendTransport.InProcess(key));
  }

  /** A server that has one tool, and answers every call by its own name. */
  private FakeServer server(String name) {
    FakeServer server =
        FakeServer.stateful("{\"tools\":{}}")
            .offeringTools(name)
            .answering("who", Json.string(name));
    servers.put(name, server);
    return server;
  }

  private static CountDownLatch holdStart(FakeServer server, CountDownLatch mayStart) {
    CountDownLatch starting = new CountDownLatch(1);
    server.on(
        CapabilityKind.PROMPT.listMethod(),
        (request, _) -> {
          starting.countDown();
          mayStart.await();
          return Success.of(request.id(), Json.of("{\"prompts\":[]}"));
        });
    server.on(
        CapabilityKind.TOOL.listMethod(),
        (request, _) -> {
          starting.countDown();
          mayStart.await();
          return Success.of(
              request.id(),
              Json.of("{\"tools\":[{\"name\":\"second\",\"inputSchema\":{\"type\":\"object\"}}]}"));
        });
    return starting;
  }

  private BlockingQueue<String> callInBackground(CountDownLatch mayAnswer)
      throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    first.on(
        "who",
        (request, _) -> {
          arrived.countDown();
          mayAnswer.await();
          return Success.of(request.id(), Json.string("first"));
        });
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    world.tasks.start("caller", () -> answers.add(callOrLost()));
    Waiting.until(arrived);
    return answers;
  }

  private String callOrLost() {
    try {
      return call();
    } catch (BackendLostException _) {
      return "lost";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private String call() throws InterruptedException {
    try (Engagement held = backends.engage(B).orElseThrow()) {
      Response answer = held.backend().call(Call.of("who", Json.EMPTY_OBJECT));
      return ((Success) answer).result().asText();
    }
  }

  private void hearAmongOthers(String expected) throws InterruptedException {
    while (!Waiting.next(news.told).equals(expected)) {
      assertThat(expected).isNotNull();
    }
  }

  private void hear(String expected) throws InterruptedException {
    assertThat(Waiting.next(news.told)).isEqualTo(expected);
  }
}
