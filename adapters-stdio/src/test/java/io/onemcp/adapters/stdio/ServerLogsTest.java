package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ServerLogsConfig;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.FakeTime;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers write for people is kept, within bounds, for its owner, without secrets. */
final class ServerLogsTest {
  private static final String SECRET = "sk-very/secret+key";

  @TempDir private Path scope;

  private final TestTasks tasks = new TestTasks();

  @AfterEach
  void endTasks() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  private ServerLogs logs(int maxBytes, int files) {
    return new ServerLogs(
        Optional.of(scope.resolve("logs")),
        new ServerLogsConfig(maxBytes, files),
        tasks,
        new FakeTime());
  }

  private Path file(String name) {
    return scope.resolve("logs").resolve(name);
  }

  @Nested
  final class GivenManyLines {
    @Test
    void whenAFileIsFull_thenItIsPutAsideAndTheOldestGoes() throws IOException {
      ServerLogs logs = logs(1_000, 3);
      for (int i = 0; i < 100; i++) {
        logs.add("files", "line " + i + " " + "x".repeat(60));
      }
      logs.close();

      try (var all = Files.list(scope.resolve("logs"))) {
        assertThat(all.map(it -> it.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "server-files.log", "server-files.log.1", "server-files.log.2");
      }
      for (String name : List.of("server-files.log", "server-files.log.1", "server-files.log.2")) {
        assertThat(Files.size(file(name))).isBetween(1L, 1_000L);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))))
            .isEqualTo("rw-------");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(""))))
          .isEqualTo("rwx------");
      assertThat(Files.readAllLines(file("server-files.log")).getLast()).contains("line 99 ");
    }

    @Test
    void whenThereIsALogAlready_thenItIsContinued() throws IOException {
      ServerLogs first = logs(1_000, 1);
      first.add("files", "one");
      first.close();
      ServerLogs second = logs(1_000, 1);
      second.add("files", "two");
      second.close();

      assertThat(Files.readAllLines(file("server-files.log"))).hasSize(2);
    }

    @Test
    void whenNoFileIsWanted_thenThereIsNone() {
      ServerLogs logs = logs(1_000, 0);
      logs.add("files", "one");
      logs.close();

      assertThat(scope.resolve("logs")).doesNotExist();
    }

    @Test
    void whenALogCannotBeWritten_thenTheOthersCan() throws IOException {
      Files.createDirectories(file("server-files.log"));
      ServerLogs logs = logs(1_000, 1);
      logs.add("files", "lost");
      logs.add("other", "kept");
      logs.close();

      assertThat(Files.readString(file("server-other.log"))).contains("kept");
    }
  }

  @Nested
  final class GivenAServerThatTellsItsSecrets {
    private final RecordingInlet inlet = new RecordingInlet();

    private BackendDefinition talkative(String script) {
      return BackendDefinition.of(
          "talkative",
          new BackendTransport.Stdio(
              "sh", List.of("-c", script), Map.of("API_KEY", SECRET), Optional.empty()));
    }

    @Test
    void whenItWritesThem_thenNobodyReadsThem() throws Exception {
      StdioConnector connector =
          new StdioConnector(
              tasks, BackendConnectorContract.LIMITS, Optional.empty(), logs(100_000, 1));
      String script =
          "echo \"using $API_KEY\"; printf '\\033[31mred %s\\033[0m\\n' \"$API_KEY\" >&2; exit 4";

      try (BackendConnection connection = connector.open(talkative(script), inlet)) {
        assertThat(inlet.losses().await("loss", _ -> true))
            .isEqualTo("it exited with code 4: red ***");
        assertThat(connection.diagnostics()).isEqualTo("red ***");
        assertThat(inlet.garbage().all()).containsExactly("using ***");
      }
      connector.close();

      assertThat(connector.diagnostics(new BackendName("talkative"))).isEqualTo("red ***");
      assertThat(Files.readString(file("server-talkative.log")))
          .contains("-- started, process ", "red ***", "no message: using ***", "code 4")
          .doesNotContain(SECRET);
    }
  }

  @Nested
  final class GivenSecrets {
    private final Secrets secrets =
        Secrets.of(List.of("abcdef", "abcdefgh", "short", "one\nline-two"));

    @Test
    void whenATextHasThem_thenTheyAreMasked() {
      assertThat(secrets.masked("abcdefgh abcdef short line-two")).isEqualTo("*** *** short ***");
    }

    @Test
    void whenATextIsCutWithinOne_thenItsBeginningGoes() {
      assertThat(secrets.maskedCut("key=abcde")).isEqualTo("key=");
      assertThat(secrets.maskedCut("key=abcdefg")).isEqualTo("key=***g");
      assertThat(secrets.maskedCut("plain")).isEqualTo("plain");
    }
  }
}
