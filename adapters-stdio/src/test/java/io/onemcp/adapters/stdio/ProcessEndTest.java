package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.StopTimes;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.LeftBehind;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.TestTasks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a child, its connection or the gateway ends: nothing is left behind. */
@Tag("linux")
final class ProcessEndTest {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long OWN = ProcessHandle.current().pid();

  /** A child with a grandchild, one that left its group, and one that left its parents too. */
  private static final String FAMILY =
      "sleep 600 & setsid sleep 601 & (setsid sleep 602 &); echo there; ";

  @TempDir private Path scope;

  private final TestTasks tasks = new TestTasks();
  private final RecordingInlet inlet = new RecordingInlet();

  @AfterEach
  void endTasks() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  private StdioConnector connector() {
    return new StdioConnector(
        tasks, BackendConnectorContract.LIMITS, Optional.of(scope.toString()), NoLogs.OF_SERVERS);
  }

  private static BackendDefinition script(String script) {
    return BackendDefinition.of(
        "script",
        new BackendTransport.Stdio(
            "sh",
            List.of("-c", script),
            Map.of(),
            Optional.empty(),
            new StopTimes(Duration.ofMillis(100), Duration.ofMillis(100))));
  }

  @Nested
  final class GivenAChildWithFamily {
    @Test
    void whenItsConnectionIsClosed_thenAllAreGone() throws InterruptedException {
      StdioConnector connector = connector();
      BackendConnection connection = connector.open(script(FAMILY + "wait"), inlet);
      inlet.garbage().await("there", "there"::equals);
      assertThat(LeftBehind.of(OWN)).hasSizeGreaterThanOrEqualTo(4);

      connection.close();

      assertThat(LeftBehind.after(SOON, OWN)).isEmpty();
      connector.close();
    }

    @Test
    void whenItExits_thenItsFamilyIsGone() throws InterruptedException {
      StdioConnector connector = connector();
      BackendConnection connection = connector.open(script(FAMILY + "exit 1"), inlet);
      inlet.garbage().await("there", "there"::equals);

      assertThat(inlet.losses().await("loss", _ -> true)).contains("code 1");

      assertThat(LeftBehind.after(SOON, OWN)).isEmpty();
      connection.close();
      connector.close();
    }

    @Test
    void whenOnlyTheConnectorIsClosed_thenAllAreGone() throws InterruptedException {
      StdioConnector connector = connector();
      BackendConnection connection =
          connector.open(script("trap '' TERM; " + FAMILY + "wait"), inlet);
      inlet.garbage().await("there", "there"::equals);

      connector.close();

      assertThat(LeftBehind.after(SOON, OWN)).isEmpty();
      connection.close();
    }

    @Test
    void whenTheWatchdogWasKilled_thenItsSuccessorEndsThem() throws InterruptedException {
      StdioConnector connector = connector();
      BackendConnection first = connector.open(script("echo there; cat"), inlet);
      inlet.garbage().await("there", "there"::equals);
      ProcessHandle watchdog = LeftBehind.watchdog(ProcessHandle.current());
      watchdog.destroyForcibly();
      assertThat(watchdog.onExit()).succeedsWithin(PATIENCE);

      RecordingInlet next = new RecordingInlet();
      BackendConnection second = connector.open(script(FAMILY + "wait"), next);
      next.garbage().await("there", "there"::equals);
      connector.close();

      assertThat(LeftBehind.after(SOON, OWN)).isEmpty();
      first.close();
      second.close();
    }
  }

  @Nested
  final class GivenAGatewayProcess {
    private final List<String> told = new ArrayList<>();

    private Process standIn(String... scripts) throws IOException {
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
      line.add("-cp");
      line.add(
          System.getProperty(
              "surefire.test.class.path", System.getProperty("java.class.path", "")));
      line.add(StandIn.class.getName());
      line.add(scope.toString());
      line.addAll(List.of(scripts));
      Process process = new ProcessBuilder(line).start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      for (String next = out.readLine(); !"ready".equals(next); next = out.readLine()) {
        told.add(String.valueOf(next));
      }
      return process;
    }

    @Test
    void whenItIsKilled_thenAllChildrenAreGoneWithinTwoSeconds() throws Exception {
      Process gateway =
          standIn(
              FAMILY + "wait",
              "trap '' TERM HUP INT; " + FAMILY + "while :; do sleep 1; done",
              FAMILY + "kill -STOP $$",
              "echo there; exec sleep 603");
      assertThat(told).hasSize(4).containsOnly("there");
      assertThat(LeftBehind.of(gateway.pid())).hasSizeGreaterThanOrEqualTo(13);

      gateway.destroyForcibly();

      assertThat(LeftBehind.after(SOON, gateway.pid())).isEmpty();
    }

    @Test
    void whenItIsKilledTogetherWithItsWatchdog_thenTheNextOneEndsTheOrphans() throws Exception {
      Process gateway = standIn("trap '' HUP; " + FAMILY + "exec sleep 604");
      ProcessHandle watchdog = LeftBehind.watchdog(gateway.toHandle());
      watchdog.destroyForcibly();
      gateway.destroyForcibly();
      gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(LeftBehind.of(gateway.pid())).hasSize(4);
      Process other = standIn(FAMILY + "wait");

      try {
        assertThat(LeftBehind.after(PATIENCE, gateway.pid())).isEmpty();
        assertThat(LeftBehind.of(other.pid())).hasSize(4);
      } finally {
        other.destroyForcibly();
      }
      assertThat(LeftBehind.after(SOON, other.pid())).isEmpty();
    }
  }
}
