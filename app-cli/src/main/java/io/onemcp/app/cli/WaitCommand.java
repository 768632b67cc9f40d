package io.onemcp.app.cli;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.adapters.config.Units;
import io.onemcp.app.embedded.system.SystemTasks;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until the servers of a running gateway are ready. */
@Command(
    name = "wait",
    description = "Wait until the servers of a running gateway are ready.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all of them are ready",
      "1:one is given up, disabled or needs a person; or the gateway refused",
      "2:called with unknown or wrong options",
      "3:the time is over"
    })
final class WaitCommand implements Callable<Integer> {
  /** The variable that holds a key; without it the scope's own one is used. */
  static final String KEY = "ONEMCP_API_KEY";

  private static final Duration TASKS_PATIENCE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofSeconds(25);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final HostSystem system;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SERVER",
      arity = "0..*",
      description = "Names of servers. Default: all that are not disabled.")
  private List<String> servers = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "Longest wait, such as 500ms, 30s or 5m. Default: ${DEFAULT-VALUE}.")
  private String timeout = "30s";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the gateway. Default: the one that runs with the configuration.")
  private @Nullable URI url;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file. Default: mcp.json in the user's configuration folder.")
  private @Nullable Path config;

  /** What is known when the time is over. */
  private List<String> lastSeen = List.of();

  WaitCommand(HostSystem system) {
    this.system = system;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration bound =
        Units.duration(timeout)
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.USAGE, "--timeout: no time (expected: such as 500ms, 30s or 5m)"));
    requireAddress(url);
    try (Tasks tasks = new SystemTasks(TASKS_PATIENCE);
        RestClient client = new RestClient()) {
      return await(tasks, bound, client).number();
    }
  }

  private static void requireAddress(@Nullable URI given) {
    if (given != null
        && (given.getHost() == null || !List.of("http", "https").contains(given.getScheme()))) {
      throw new CommandFailure(
          ExitCode.USAGE, "--url: no address (expected: such as http://127.0.0.1:3050)");
    }
  }

  private ExitCode await(Tasks tasks, Duration bound, RestClient client)
      throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, bound);
    try (deadline) {
      return await(client);
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
      lastSeen.forEach(line -> out(spec().commandLine().getErr(), line));
      throw new CommandFailure(ExitCode.TIMEOUT, "not ready within " + timeout);
    }
  }

  private ExitCode await(RestClient client) throws InterruptedException {
    String version = "";
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      Optional<Json> answer = ask(client, version);
      if (answer.isEmpty()) {
        version = "";
        boolean _ = new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        continue;
      }
      pause = FIRST_PAUSE_MILLIS;
      Readiness readiness = Readiness.of(answer.get(), new TreeSet<>(servers));
      if (!readiness.failed().isEmpty()) {
        readiness.failed().forEach(line -> out(spec().commandLine().getErr(), line));
        throw new CommandFailure(ExitCode.ERROR, "given up: it will not get ready by itself");
      }
      if (readiness.pending().isEmpty()) {
        tell(readiness.ready());
        return ExitCode.OK;
      }
      lastSeen = readiness.pending();
      if (version.isEmpty()) {
        // A slip of the pen is told now, not when the time is over.
        readiness
            .unknown()
            .forEach(line -> out(spec().commandLine().getErr(), line + " (still waiting)"));
      }
      version = String.valueOf(answer.get().at("version"));
    }
  }

  private Optional<Json> ask(RestClient client, String version) throws InterruptedException {
    String path =
        version.isEmpty() ? "/servers" : "/servers?after=" + version + "&wait=" + POLL.toSeconds();
    Optional<String> key = Overrides.value(system.environment(), KEY);
    if (url != null) {
      // The key of this machine's gateway is told to nobody else.
      lastSeen = List.of(RestClient.shown(url) + "  cannot be reached");
      return client.get(url, path, key, POLL);
    }
    RuntimeScope scope = scope();
    Optional<RunningRuntime> runtime = RunningRuntime.in(scope);
    if (runtime.isEmpty()) {
      lastSeen = List.of("no gateway runs with " + scope.folder());
      return Optional.empty();
    }
    return client.get(runtime.get().url(), path, key.or(() -> ApiKeys.first(scope)), POLL);
  }

  private RuntimeScope scope() {
    return RuntimeScope.of(ConfigLocation.choose(Optional.ofNullable(config), system).file());
  }

  private void tell(List<String> ready) {
    out(
        spec().commandLine().getOut(),
        ready.isEmpty() ? "No servers to wait for" : "Ready: " + String.join(", ", ready));
  }

  private static void out(PrintWriter writer, String line) {
    writer.println(line.replaceAll("\\p{Cntrl}+", " "));
    writer.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("wait: no command (expected: run by picocli)");
    }
    return spec;
  }
}
