package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.StopTimes;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.LeftBehind;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that start and stop all day leave neither processes nor descriptors. */
@Tag("linux")
final class StartStopTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long OWN = ProcessHandle.current().pid();
  private static final int LANES = 4;
  private static final int ROUND = 20;

  private final TestTasks tasks = new TestTasks();
  private final StdioConnector connector =
      new StdioConnector(
          tasks, BackendConnectorContract.LIMITS, Optional.empty(), NoLogs.OF_SERVERS);

  @Test
  void whenServersWithGrandchildrenComeAndGo_thenNothingIsLeft() throws Exception {
    comeAndGo(60, "sleep 600 & sleep 601 & echo there; wait");
  }

  @Test
  @Tag("peers")
  void whenAThousandComeAndGo_thenNothingIsLeft() throws Exception {
    comeAndGo(1_000, "sleep 600 & setsid sleep 601 & echo there; wait");
  }

  @Test
  @Tag("peers")
  void whenNodeServersComeAndGo_thenNothingIsLeft() throws Exception {
    comeAndGo(100, "node -e 'console.log(\"there\"); setInterval(() => {}, 1000)' & wait; exit 0");
  }

  private void comeAndGo(int cycles, String script) throws Exception {
    cycle(script); // what is made once is there now: the watchdog, and its pipe
    int before = settled(Integer.MAX_VALUE);

    for (int done = 0; done < cycles; done += ROUND) {
      round(script);
    }

    assertThat(LeftBehind.after(Duration.ofSeconds(2), OWN)).isEmpty();
    assertThat(settled(before)).isLessThanOrEqualTo(before);
    connector.close();
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  private void round(String script) throws InterruptedException {
    List<Running<Boolean>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(
          Running.start(() -> {
            for (int i = 0; i < ROUND / LANES; i++) {
              cycle(script);
            }
            return true;
          }));
    }
    for (Running<Boolean> lane : lanes) {
      assertThat(lane.result()).isTrue();
    }
  }

  private void cycle(String script) throws InterruptedException {
    RecordingInlet inlet = new RecordingInlet();
    BackendDefinition definition =
        BackendDefinition.of(
            "cycle",
            new BackendTransport.Stdio(
                "sh",
                List.of("-c", script),
                Map.of(),
                Optional.empty(),
                new StopTimes(Duration.ZERO, Duration.ofSeconds(5))));
    try (BackendConnection _ = connector.open(definition, inlet)) {
      inlet.garbage().await("there", "there"::equals);
    }
  }

  /** Returns the number of open descriptors, after it had a second to come down to a bound. */
  private static int settled(int bound) throws IOException, InterruptedException {
    int count = descriptors();
    for (int i = 0; i < 50 && count > bound; i++) {
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      count = descriptors();
    }
    return count;
  }

  private static int descriptors() throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return (int) all.count();
    }
  }
}
