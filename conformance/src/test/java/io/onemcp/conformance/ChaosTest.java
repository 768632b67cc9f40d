package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.conformance.FaultyServer.Fault;
import io.onemcp.conformance.SteadyCalls.Fate;
import io.onemcp.conformance.SteadyCalls.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code onemcp serve} under steady calls of clients of both eras, and everything that can
 * happen to a server: those beside it answer throughout, it is back within five seconds where it
 * can be, its clients hear its name and whether their calls were carried out, and nothing is
 * carried out twice.
 *
 * <p>What is left to chance follows from a seed, which is logged; {@code -Donemcp.chaos.seed=}
 * plays the same again.
 */
@Timeout(60)
class ChaosTest {
  private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
  private static final long SEED = Long.getLong("onemcp.chaos.seed", System.nanoTime());
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final FaultyServer FAR = new FaultyServer();
  private static final FaultyServer SICK = new FaultyServer();
  private static Path config = Path.of("");
  private static LedgerServer near;
  private static LedgerServer mortal;
  private static ServerSocket silent;
  private static Gateway gateway;

  private final Random random = new Random(SEED);
  private SteadyCalls toNear;
  private SteadyCalls toFar;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    LOG.info("chaos, played again by -Donemcp.chaos.seed={}", SEED);
    near = LedgerServer.in(folder, "near");
    mortal = LedgerServer.in(folder, "mortal");
    silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    config =
        new ConfigFile()
            .stdio("near", near.command())
            .http("far", FAR.url())
            .stdio("mortal", mortal.command())
            .server("mortal", "requestTimeout", "1500ms")
            .http("sick", SICK.url())
            .server("sick", "requestTimeout", "1500ms")
            .http("stalled", URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/mcp"))
            .server("stalled", "connectionTimeout", "1s")
            .defaults("stopTimeout", "100ms")
            .defaults("killTimeout", "100ms")
            .defaults("restartDelay", "50ms")
            .defaults("maxRestarts", 1_000)
            .supervision("maxRestartDelay", "200ms")
            .supervision("pingInterval", "200ms")
            .supervision("pingTimeout", "300ms")
            .writeTo(folder);
    gateway = Gateway.of(Gateway.process(config));
    for (String name : List.of("near", "far", "mortal", "sick")) {
      awaitReady(name);
    }
  }

  @AfterAll
  static void end() throws IOException {
    gateway.close();
    FAR.close();
    SICK.close();
    silent.close();
  }

  @BeforeEach
  void callTheOthers() {
    toNear = calls("near");
    toFar = calls("far");
    toNear.await(Fate.ANSWERED, PATIENCE);
    toFar.await(Fate.ANSWERED, PATIENCE);
  }

  @AfterEach
  void assertThatTheOthersAnsweredThroughout() {
    toNear.await(Fate.ANSWERED, PATIENCE);
    toFar.await(Fate.ANSWERED, PATIENCE);
    toNear.assertTruthful(near::calls);
    toFar.assertTruthful(FAR::calls);
    assertAllAnswered(toNear);
    assertAllAnswered(toFar);
  }

  private static void assertAllAnswered(SteadyCalls calls) {
    assertThat(calls.told())
        .as("seed %d", SEED)
        .hasSizeGreaterThan(4)
        .filteredOn(it -> it.fate() != Fate.ANSWERED || it.took().compareTo(RECOVERY) > 0)
        .isEmpty();
  }

  @Nested
  class GivenAServerProcess {
    private final SteadyCalls calls = calls("mortal");

    @AfterEach
    void assertThatWhatWasSaidIsTrue() {
      mortal.mood("well");
      calls.await(Fate.ANSWERED, RECOVERY);
      calls.assertTruthful(mortal::calls);
    }

    @Test
    void whenItIsKilledWithACallUnderWay_thenThatOneMayHaveBeenCarriedOut() throws IOException {
      process();
      mortal.mood("holding");
      signal("KILL", mortal.awaitHeld(PATIENCE));
      mortal.mood("well");

      calls.await(Fate.ANSWERED, RECOVERY);
      assertThat(calls.told()).extracting(Told::fate).contains(Fate.MAYBE_EXECUTED);
    }

    @Test
    void whenItIsKilledAgainAndAgain_thenItIsBackEachTime() throws IOException {
      for (int round = 0; round < 3; round++) {
        signal("KILL", process());
        calls.await(Fate.ANSWERED, RECOVERY);
      }
    }

    @Test
    void whenItHangs_thenItIsFoundOutAndStartedAnew() throws IOException {
      String process = process();

      signal("STOP", process);

      Eventually.see(this::process, now -> !now.equals(process), RECOVERY);
    }

    @Test
    void whenItAnswersWhatIsNoMessage_thenItsCallsEndWithTheirTime() {
      process();
      mortal.mood("babbling");

      Told told = calls.await(Fate.MAYBE_EXECUTED, RECOVERY);

      assertThat(told.text()).contains("gave no answer within");
    }

    @Test
    void whenItFloodsItsStandardError_thenItsCallsAreAnsweredAllTheSame() {
      mortal.mood("flooding");

      calls.await(Fate.ANSWERED, PATIENCE);
      assertThat(calls.told()).extracting(Told::fate).containsOnly(Fate.ANSWERED);
    }

    /** The process that answers. */
    private String process() {
      String text = calls.await(Fate.ANSWERED, RECOVERY).text();
      return text.replaceAll(".*\"text\":\"(\\d+)\".*", "$1");
    }
  }

  @Nested
  class GivenAServerOverHttp {
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void whenItFailsForAWhile_thenItsClientsHearWhatIsTrueAndItIsBack(Fault fault)
        throws InterruptedException {
      SteadyCalls calls = calls("sick");
      calls.await(Fate.ANSWERED, PATIENCE);

      SICK.fault(fault);
      calls.await(toBeTold(fault), RECOVERY);
      assertThat(new CountDownLatch(1).await(random.nextInt(500), TimeUnit.MILLISECONDS)).isFalse();
      SICK.fault(Fault.NONE);

      calls.await(Fate.ANSWERED, RECOVERY);
      calls.assertTruthful(SICK::calls);
    }
  }

  private static Fate toBeTold(Fault fault) {
    return switch (fault) {
      case NONE, WRONG_TYPE -> Fate.ANSWERED;
      case STATUS_429, REFUSING -> Fate.NEVER_SENT;
      default -> Fate.MAYBE_EXECUTED;
    };
  }

  @Nested
  class GivenAServerThatAcceptsAndNeverBeginsTls {
    @Test
    void whenItIsConnected_thenThatEndsWithItsTimeAndIsTriedAgain() throws IOException {
      Eventually.see(
          () -> gateway.health("stalled"),
          now -> now.path("reason").asString("").contains("no handshake within 1000 ms"),
          PATIENCE);
      silent.setSoTimeout((int) PATIENCE.toMillis());
      for (int attempt = 0; attempt < 3; attempt++) {
        silent.accept().close();
      }
    }
  }

  @Nested
  class GivenTheConfigurationFile {
    @ParameterizedTest
    @ValueSource(strings = {"broken", "deleted", "moved away"})
    void whenItIs_thenTheLastGoodOneHoldsUntilItIsBack(String how) throws IOException {
      String text = Files.readString(config);
      Path aside = config.resolveSibling("mcp.json.aside");
      switch (how) {
        case "broken" ->
            Files.writeString(config, text.substring(0, random.nextInt(text.length() - 9)));
        case "deleted" -> Files.delete(config);
        default -> Files.move(config, aside);
      }
      awaitConfig("rejected");

      if (Files.exists(aside)) {
        Files.move(aside, config);
      } else {
        Files.writeString(config, text);
      }

      awaitConfig("applied");
    }

    private void awaitConfig(String state) {
      Eventually.see(
          () -> gateway.health(),
          now -> now.path("config").path("state").asString("").equals(state),
          RECOVERY);
    }
  }

  private static SteadyCalls calls(String server) {
    return SteadyCalls.of(gateway.mcp(), server, SEED + server.hashCode());
  }

  private static void awaitReady(String server) {
    Eventually.see(
        () -> gateway.health(server),
        now -> now.path("state").asString("").equals("ready"),
        PATIENCE);
  }

  private static void signal(String name, String process) throws IOException {
    try {
      int code = new ProcessBuilder("kill", "-" + name, process).inheritIO().start().waitFor();
      assertThat(code).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
