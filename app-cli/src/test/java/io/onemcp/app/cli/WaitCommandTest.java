package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.app.embedded.InProcessServer;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitCommandTest {
  private static final BackendTransport ANYTHING = new BackendTransport.InProcess("none");

  @TempDir private Path home;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final InProcessServer slow =
      (request, interim) -> {
        asked.countDown();
        go.await();
        return SampleServers.calculator().answer(request, interim);
      };

  private RuntimeScope scope;

  @BeforeEach
  void open() {
    scope = RuntimeScope.of(home.resolve("mcp.json"));
  }

  @AfterEach
  void letGo() {
    go.countDown();
  }

  private OneMcpRuntime.Builder gateway() {
    return OneMcpRuntime.builder().http("127.0.0.1", 0).authenticator(ApiKeys.open(scope));
  }

  private void announce(OneMcpRuntime runtime) {
    RunningRuntime.here(runtime.url().orElseThrow(), Optional.empty()).announce(scope);
  }

  private CommandRun run(String... args) {
    return run(Map.of(), args);
  }

  private CommandRun run(Map<String, String> environment, String... args) {
    List<String> all = new ArrayList<>(List.of("wait", "-c", home.resolve("mcp.json").toString()));
    all.addAll(List.of(args));
    return CommandRun.of(new HostSystem(environment, "Linux", home), all.toArray(new String[0]));
  }

  @Nested
  class GivenARunningGateway {
    @Test
    void whenItsServersGetReady_thenTheWaitIsOver() throws InterruptedException {
      try (OneMcpRuntime runtime = gateway().server("slow", slow).start()) {
        announce(runtime);
        Running<CommandRun> waiting = Running.start(() -> run("--timeout=20s"));
        asked.await();

        go.countDown();

        assertThat(waiting.result()).isEqualTo(new CommandRun(0, "Ready: slow\n", ""));
      }
    }

    @Test
    void whenOnlyOneIsNamed_thenTheOthersDoNotMatter() throws InterruptedException {
      try (OneMcpRuntime runtime =
          gateway().server("slow", slow).server("quick", SampleServers.calculator()).start()) {
        announce(runtime);

        assertThat(run("quick")).isEqualTo(new CommandRun(0, "Ready: quick\n", ""));
      }
    }

    @Test
    void whenTheTimeIsOver_thenItIsToldWhatIsMissing() throws InterruptedException {
      try (OneMcpRuntime runtime = gateway().server("slow", slow).start()) {
        announce(runtime);
        asked.await();

        CommandRun run = run("--timeout", "300ms");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("slow  connecting\nonemcp wait: not ready within 300ms\n");
      }
    }

    @Test
    void whenANameIsUnknown_thenItIsToldAtOnceAndWaitedFor() {
      try (OneMcpRuntime runtime = gateway().server("quick", SampleServers.calculator()).start()) {
        announce(runtime);

        CommandRun run = run("quik", "--timeout", "300ms");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
            .isEqualTo(
                """
                quik  no such server; did you mean "quick"? (still waiting)
                quik  no such server; did you mean "quick"?
                onemcp wait: not ready within 300ms
                """);
      }
    }

    @Test
    void whenOneWillNotGetReady_thenItsCauseIsTold() {
      BackendDefinition disabled =
          new BackendDefinition(
              BackendDefinition.of("off", ANYTHING).name(),
              ANYTHING,
              true,
              Set.of(),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1));
      try (OneMcpRuntime runtime = gateway().backend(disabled).start()) {
        announce(runtime);

        assertThat(run("off"))
            .isEqualTo(
                new CommandRun(
                    1,
                    "",
                    """
                    off  disabled in the configuration
                    onemcp wait: given up: it will not get ready by itself
                    """));
        assertThat(run()).isEqualTo(new CommandRun(0, "No servers to wait for\n", ""));
      }
    }

    @Test
    void whenItStartsLaterThanTheWait_thenItIsFound() throws InterruptedException {
      Running<CommandRun> waiting = Running.start(() -> run("--timeout=20s"));
      try (OneMcpRuntime runtime = gateway().server("quick", SampleServers.calculator()).start()) {
        announce(runtime);

        assertThat(waiting.result().out()).isEqualTo("Ready: quick\n");
      }
    }
  }

  @Nested
  class GivenAnAddress {
    @Test
    void whenAKeyIsNeeded_thenTheScopesOneIsNotTold() throws IOException {
      try (OneMcpRuntime runtime = gateway().server("quick", SampleServers.calculator()).start()) {
        String url = runtime.url().orElseThrow().toString();
        String key = Files.readString(home.resolve("api-key")).strip();

        CommandRun without = run("--url", url);
        CommandRun wrong = run(Map.of("ONEMCP_API_KEY", "wrong"), "--url", url);
        CommandRun with = run(Map.of("ONEMCP_API_KEY", key), "--url", url.replace("/mcp", "/"));

        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err())
            .contains("needs an API key (expected: one of its file api-key, in ONEMCP_API_KEY)");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("does not know this API key").doesNotContain("wrong");
        assertThat(with).isEqualTo(new CommandRun(0, "Ready: quick\n", ""));
      }
    }

    @Test
    void whenNothingIsThere_thenTheTimeRunsOut() {
      CommandRun run = run("--url=http://127.0.0.1:1", "--timeout=150ms");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).startsWith("http://127.0.0.1:1  cannot be reached\n");
    }

    @Test
    void whenItIsNone_thenItIsAUsageError() {
      assertThat(run("--url=localhost:3050").exitCode()).isEqualTo(2);
      assertThat(run("--timeout=soon").exitCode()).isEqualTo(2);
    }
  }

  @Nested
  class GivenNothingRuns {
    @Test
    void whenAwaited_thenTheTimeRunsOutAndTheFolderIsNamed() {
      CommandRun run = run("--timeout=50ms");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).startsWith("no gateway runs with " + home);
    }
  }
}
