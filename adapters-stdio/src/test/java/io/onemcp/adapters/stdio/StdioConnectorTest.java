package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.StopTimes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.RemoteConnectorContract;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedChild;
import io.onemcp.testkit.ScriptedChild.Scenario;
import io.onemcp.testkit.TestTasks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StdioConnectorTest implements RemoteConnectorContract {
  private static final StopTimes SHORT =
      new StopTimes(Duration.ofMillis(200), Duration.ofMillis(200));
  private final TestTasks tasks = new TestTasks();
  private final StdioConnector connector =
      new StdioConnector(tasks, LIMITS, Optional.empty(), NoLogs.OF_SERVERS);

  @AfterEach
  void endTasks() {
    connector.close();
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Override
  public BackendConnector connector() {
    return connector;
  }

  @Override
  public BackendDefinition obedient() {
    return ScriptedChild.definition("obedient", Scenario.OBEDIENT);
  }

  @Override
  public BackendDefinition nobody() {
    return shell("nobody", "/nowhere/no-such-program");
  }

  private static BackendDefinition script(String script) {
    return shell("script", "sh", "-c", script);
  }

  private static BackendDefinition shell(String name, String command, String... args) {
    return BackendDefinition.of(
        name,
        new BackendTransport.Stdio(command, List.of(args), Map.of(), Optional.empty(), SHORT));
  }

  private static ProcessHandle process(RecordingInlet inlet, String label)
      throws InterruptedException {
    String line = inlet.garbage().await(label, sample -> sample.startsWith(label + " "));
    return ProcessHandle.of(Long.parseLong(line.substring(label.length() + 1)))
        .orElseThrow(() -> new AssertionError(label + " does not run"));
  }

  private static void assertEnds(ProcessHandle process) {
    assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
  }

  private final RecordingInlet inlet = new RecordingInlet();

  @Nested
  final class GivenAProcessThatEndsByItself {
    @Test
    void whenItExits_thenTheLossTellsCodeAndLastWords() throws InterruptedException {
      try (BackendConnection connection =
          connector.open(script("echo no licence key >&2; exit 9"), inlet)) {
        String cause = inlet.losses().await("loss", _ -> true);

        assertThat(cause).isEqualTo("it exited with code 9: no licence key");
        assertThat(connection.diagnostics()).isEqualTo("no licence key");
      }
    }

    @Test
    void whenItLeavesAChildBehind_thenThatIsKilledAndTheLossIsTold() throws InterruptedException {
      BackendDefinition leaving = script("sleep 600 & echo child $!; sleep 0.2; exit 0");
      try (BackendConnection _ = connector.open(leaving, inlet)) {
        ProcessHandle left = process(inlet, "child");

        assertThat(inlet.losses().await("loss", _ -> true)).isEqualTo("it exited with code 0");
        assertEnds(left);
      }
    }

    @Test
    void whenItOnlyClosesItsOutput_thenThatIsALossToo() throws InterruptedException {
      try (BackendConnection _ = connector.open(script("exec >&-; exec sleep 600"), inlet)) {
        assertThat(inlet.losses().await("loss", _ -> true))
            .isEqualTo("it closed its standard output");
      }
    }
  }

  @Nested
  final class GivenAProcessThatWritesALot {
    @Test
    void whenItFloodsItsErrors_thenItIsNotHeldUpAndTheLastLinesAreKept()
        throws InterruptedException {
      BackendDefinition flooding =
          script("yes warning | head -n 100000 >&2; echo last words >&2; echo done; sleep 600");
      try (BackendConnection connection = connector.open(flooding, inlet)) {
        inlet.garbage().await("line behind the flood", "done"::equals);

        assertThat(connection.diagnostics().lines()).hasSizeBetween(1, 100);
      }
    }

    @Test
    void whenALineIsBlankOrHasAReturn_thenItIsNoGarbage() throws InterruptedException {
      BackendDefinition windows =
          script(
              "printf ' \\r\\n\\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/a\"}\\r\\n'; sleep"
                  + " 600");
      try (BackendConnection _ = connector.open(windows, inlet)) {
        inlet.messages().await("notification", _ -> true);

        assertThat(inlet.garbage().all()).isEmpty();
      }
    }
  }

  @Nested
  final class GivenAProcessThatDoesNotRead {
    @Test
    void whenClosedWithAFullPipe_thenCallsAreLostAndTheProcessEnds() throws InterruptedException {
      String large = "{\"payload\":\"" + "x".repeat(1 << 20) + "\"}";
      OutboundMessage first = new OutboundMessage(WireText.of("{}"), Map.of());
      OutboundMessage message = new OutboundMessage(WireText.of(large), Map.of());
      BackendDefinition deaf = script("echo pid $$; read line; echo got it; exec sleep 600");
      try (BackendConnection connection = connector.open(deaf, inlet)) {
        ProcessHandle process = process(inlet, "pid");
        OutboundRequest request = new OutboundRequest(new RequestId.Num(1), first);
        Running<Message.Response> call = Running.start(() -> connection.exchange(request, _ -> {}));
        inlet.garbage().await("first line read", "got it"::equals);
        for (int i = 0; i < 10; i++) {
          connection.send(message);
        }

        BackendConnection sameConnection = connection;
        sameConnection.close();

        assertThat(call.failure()).containsInstanceOf(BackendLostException.class);
        assertEnds(process);
      }
    }
  }

  @Nested
  final class GivenAProcessThatIsClosed {
    @Test
    void whenItEndsWithItsInput_thenItGetsNoSignal() throws InterruptedException {
      BackendDefinition obeying =
          script("trap 'echo TERM >&2' TERM; echo pid $$; cat >/dev/null; echo bye >&2; exit 0");
      BackendConnection connection = connector.open(obeying, inlet);
      ProcessHandle process = process(inlet, "pid");

      connection.close();

      assertEnds(process);
      assertThat(connection.diagnostics()).doesNotContain("TERM");
      assertThat(inlet.losses().all()).isEmpty();
    }

    @Test
    void whenItIgnoresTheEndOfItsInput_thenTermEndsIt() throws InterruptedException {
      BackendConnection connection = connector.open(script("echo pid $$; exec sleep 600"), inlet);
      ProcessHandle process = process(inlet, "pid");

      connection.close();

      assertEnds(process);
    }

    @Test
    void whenItsWholeFamilyIgnoresTerm_thenKillEndsAllOfIt() throws InterruptedException {
      String stubborn = "trap '' TERM; while :; do sleep 0.1; done";
      BackendDefinition family =
          script(
              "trap '' TERM; (sh -c 'echo grandchild $$; %s' &); echo pid $$; %s"
                  .formatted(stubborn.replace("'", "\""), stubborn));
      BackendConnection connection = connector.open(family, inlet);
      ProcessHandle leader = process(inlet, "pid");
      ProcessHandle grandchild = process(inlet, "grandchild");

      connection.close();

      assertEnds(leader);
      assertEnds(grandchild);
    }

    @Test
    void whenManyAreClosedAtOnce_thenAllEnd() throws InterruptedException {
      List<BackendConnection> connections = new ArrayList<>();
      List<ProcessHandle> processes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        RecordingInlet own = new RecordingInlet();
        connections.add(connector.open(script("echo pid $$; exec sleep 600"), own));
        processes.add(process(own, "pid"));
      }

      List<Running<Boolean>> closings =
          connections.stream()
              .map(connection ->
                  Running.start(() -> {
                    connection.close();
                    return true;
                  }))
              .toList();

      for (Running<Boolean> closing : closings) {
        assertThat(closing.result()).isTrue();
      }
      processes.forEach(StdioConnectorTest::assertEnds);
    }
  }

  @Nested
  final class GivenAnEnvironment {
    private final Map<String, String> own =
        Map.of(
            "PATH", String.valueOf(System.getenv("PATH")),
            "HOME", "/home/somebody",
            "SHELL", "() { echo function; }",
            "CLOUD_TOKEN", "secret");

    @Test
    void whenAProcessStarts_thenItSeesTheSafePartAndWhatWasConfigured()
        throws InterruptedException {
      BackendDefinition printing =
          BackendDefinition.of(
              "printing",
              new BackendTransport.Stdio(
                  "sh",
                  List.of("-c", "env; pwd; echo end; sleep 600"),
                  Map.of("API_KEY", "given", "HOME", "/else"),
                  Optional.of("/"),
                  SHORT));
      StdioConnector strict =
          new StdioConnector(tasks, LIMITS, Optional.empty(), NoLogs.OF_SERVERS, own);

      try (BackendConnection _ = strict.open(printing, inlet)) {
        inlet.garbage().await("end", "end"::equals);

        assertThat(inlet.garbage().all())
            .contains("API_KEY=given", "HOME=/else", "/")
            .noneMatch(line -> line.contains("secret") || line.contains("function"));
      }
    }

    @Test
    void whenACommandIsOnTheConfiguredPath_thenItIsFoundThere(@TempDir Path folder)
        throws IOException, InterruptedException {
      Path program = folder.resolve("my-server");
      Files.writeString(program, "#!/bin/sh\necho found\nsleep 600\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
      String path = folder + File.pathSeparator + System.getenv("PATH");
      BackendDefinition definition =
          BackendDefinition.of(
              "local",
              new BackendTransport.Stdio(
                  "my-server", List.of(), Map.of("PATH", path), Optional.empty(), SHORT));

      try (BackendConnection _ = connector.open(definition, inlet)) {
        inlet.garbage().await("found", "found"::equals);
      }
    }

    @Test
    void whenTheCommandOrItsFolderIsMissing_thenTheBackendIsUnreachable() {
      BackendTransport noFolder =
          new BackendTransport.Stdio("sh", List.of(), Map.of(), Optional.of("/no/such/folder"));

      assertThatThrownBy(() -> connector.open(shell("none", "no-such-command"), inlet))
          .isInstanceOf(BackendUnreachableException.class)
          .hasMessage(
              "command not found: \"no-such-command\" (expected: a program on the PATH of the"
                  + " gateway or of the server's env; install it, or give its full path)");
      assertThatThrownBy(() -> connector.open(BackendDefinition.of("none", noFolder), inlet))
          .isInstanceOf(BackendUnreachableException.class);
    }
  }
}
