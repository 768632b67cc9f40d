package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway's clients notice when it is killed and started again. */
@Timeout(60)
class RestartTest {
  private static final int SESSIONS = 100;
  private static final int CUT_CALLS = 20;
  private static final RequestId HELD = new RequestId.Text("held");

  @TempDir private Path folder;
  @AutoClose private final CallLedger ledger = new CallLedger();
  @AutoClose private MortalGateway gateway;
  @AutoClose private ScriptedClient client;

  @BeforeEach
  void start() {
    Path config = new ConfigFile().http("ledger", ledger.url()).writeTo(folder);
    gateway = MortalGateway.start(config, "--no-auth");
    client = ScriptedClient.of(gateway.mcp());
  }

  @Nested
  class GivenAHundredSessionsUnderLoad {
    @Test
    void whenTheGatewayIsKilledAndStartedAgain_thenEachGoesOnAndNothingIsCarriedOutTwice()
        throws InterruptedException {
      List<Load> loads = IntStream.range(0, SESSIONS).mapToObj(i -> new Load(i, open())).toList();
      BlockingQueue<Held> holding = new LinkedBlockingQueue<>();
      loads.forEach(Load::start);
      loads.subList(0, CUT_CALLS).forEach(load -> load.hold(holding));
      List<Held> held = takeAll(holding);
      loads.forEach(load -> load.awaitAnswered(3));

      gateway.kill();
      gateway.again();
      Map<Load, Integer> before = new HashMap<>();
      loads.forEach(load -> before.put(load, load.answered.get()));
      before.forEach((load, answers) -> load.awaitAnswered(answers + 3));
      loads.forEach(Load::end);

      for (Held call : held) {
        assertCutOff(call);
      }
      assertThat(loads).allSatisfy(load -> assertThat(load.refusals).isEmpty());
      assertThat(ledger.all().values()).containsOnly(1);
      assertThat(loads)
          .allSatisfy(load ->
              assertThat(load.keysAnswered)
                  .allSatisfy(key -> assertThat(ledger.times(key)).isOne()));
    }

    private List<Held> takeAll(BlockingQueue<Held> holding) throws InterruptedException {
      List<Held> held = new ArrayList<>();
      while (held.size() < CUT_CALLS) {
        held.add(Objects.requireNonNull(holding.poll(20, TimeUnit.SECONDS), "a call's stream"));
      }
      return held;
    }

    private void assertCutOff(Held call) throws InterruptedException {
      try (EventStream resumed = call.session.listen("Last-Event-ID", call.lastSeen)) {
        assertIsCutOff(resumed.nextMessage());
      }
      try (ClientAnswer again = call.session.call(HELD, Methods.TOOLS_CALL, held(call.key))) {
        assertIsCutOff(again.message());
      }
      assertThat(ledger.times(call.key)).isOne();
    }
  }

  @Nested
  class GivenAnotherGatewayThatTakesOver {
    @Test
    void whenClientsGoOnMeanwhile_thenNoConnectionIsRefusedAndNoSessionIsLost()
        throws InterruptedException {
      List<Load> loads = IntStream.range(0, 20).mapToObj(i -> new Load(i, open())).toList();
      loads.forEach(Load::start);
      loads.forEach(load -> load.awaitAnswered(3));
      Knocking knocking = Knocking.at(gateway.port());

      ChildProcess before = gateway.replace();
      assertThat(before.end(Duration.ofSeconds(20)).code()).isZero();
      int answers = loads.getFirst().answered.get();
      loads.getFirst().awaitAnswered(answers + 20);
      loads.forEach(Load::end);

      Knocking.Tally knocks = knocking.end();
      assertThat(knocks.answered()).isPositive();
      assertThat(knocks.refused()).isZero();
      assertThat(loads).allSatisfy(load -> assertThat(load.refusals).isEmpty());
      assertThat(ledger.all().values()).containsOnly(1);
    }

    @Test
    void whenASecondOneDoesNotTakeOver_thenItSaysWhoRunsAndEnds() {
      ChildProcess.Ended second = gateway.intrude();

      assertThat(second.code()).isEqualTo(1);
      assertThat(String.join("\n", second.stderr())).contains("--restart", gateway.mcp().getPath());
      assertThat(open().sessionId()).isNotEmpty();
    }
  }

  @Nested
  class GivenASession {
    @Test
    void whenTheGatewayIsEndedInOrderAndStartedAgain_thenItGoesOnUntilItIsDeleted()
        throws InterruptedException {
      StatefulClient session = open();
      assertThat(gateway.end(Duration.ofSeconds(20)).code()).isZero();
      gateway.again();

      try (EventStream standing = session.listen()) {
        assertThat(standing.nextMessage().text("method")).endsWith("/list_changed");
      }
      assertThat(session.callTool("ledger__count", "{\"key\":\"after\"}").toString())
          .contains("counted");
      assertThat(session.delete().status()).isEqualTo(204);
      assertThat(session.call(Methods.TOOLS_LIST, "{}").status()).isEqualTo(404);
      gateway.kill();
      gateway.again();
      assertThat(session.call(Methods.TOOLS_LIST, "{}").status()).isEqualTo(404);
    }
  }

  private StatefulClient open() {
    try {
      return client.initialize(Revision.V2025_11_25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Makes a call that lasts, and reads its stream's first event. */
  private static Held hold(StatefulClient session, String key) throws InterruptedException {
    ClientAnswer answer = session.call(HELD, Methods.TOOLS_CALL, held(key));
    ServerEvent first = answer.events().next().orElseThrow();
    return new Held(session, key, first.id());
  }

  private static String held(String key) {
    return "{\"name\":\"ledger__hold\",\"arguments\":{\"key\":\"" + key + "\"}}";
  }

  private static void assertIsCutOff(Json answer) {
    assertThat(answer.at("id")).isEqualTo(HELD.json());
    assertThat(answer.at("error", "code")).hasToString("-32603");
    assertThat(answer.at("error", "data", "executed")).hasToString("\"maybe\"");
  }

  /** A call under way, and the last event that its client saw. */
  private record Held(StatefulClient session, String key, String lastSeen) {}

  /** A client that calls again and again, and takes a broken connection for a reason to go on. */
  private static final class Load {
    private final int number;
    private final StatefulClient session;
    private final AtomicInteger answered = new AtomicInteger();
    private final Set<String> keysAnswered = ConcurrentHashMap.newKeySet();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private Thread thread = Thread.currentThread();

    private Load(int number, StatefulClient session) {
      this.number = number;
      this.session = session;
    }

    private void start() {
      thread = Thread.ofVirtual().start(this::run);
    }

    /** Makes a call that lasts, and tells of it once its stream has begun. */
    private void hold(BlockingQueue<Held> holding) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              holding.add(RestartTest.hold(session, "held-" + number));
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
    }

    private void run() {
      try {
        for (int i = 0; !end.await(i == 0 ? 0 : 20, TimeUnit.MILLISECONDS); i++) {
          call(number + "-" + i);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void call(String key) throws InterruptedException {
      try (ClientAnswer answer =
          session.call(
              new RequestId.Text(key),
              Methods.TOOLS_CALL,
              "{\"name\":\"ledger__count\",\"arguments\":{\"key\":\"" + key + "\"}}")) {
        Json message = answer.message();
        if (message.at("result") == null) {
          refusals.add(message.toString());
        } else {
          keysAnswered.add(key);
          answered.incrementAndGet();
        }
      } catch (UncheckedIOException _) {
        // The gateway is gone: the next call may meet the next one.
      }
    }

    private void awaitAnswered(int count) {
      Eventually.see(answered::get, now -> now >= count, Duration.ofSeconds(25));
    }

    private void end() {
      end.countDown();
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
