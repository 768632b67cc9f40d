package io.onemcp.app.cli;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.auth.OpenDoor;
import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.app.embedded.system.SystemTime;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.reload.Reload;
import io.onemcp.core.runtime.StateFileException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gateway that a configuration file describes, until it is told to stop. */
@Command(
    name = "serve",
    description = "Run the gateway that a configuration file describes.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by TERM, INT or HUP",
      "1:the configuration, the machine or the address did not allow it",
      "2:called with unknown or wrong options"
    })
final class ServeCommand implements Callable<Integer> {
  private static final String SESSIONS = "sessions.journal";

  /** Longest wait for the other gateway to give its sessions up. */
  private static final Duration HANDOVER = Duration.ofSeconds(20);

  private final HostSystem system;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file. Default: mcp.json in the user's configuration folder.")
  private @Nullable Path config;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Name or address to listen on. Default: 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 picks a free one. Default: 3050.")
  private @Nullable Integer port;

  @Option(
      names = "--no-auth",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "BOOLEAN",
      description = "Let everybody call who reaches the address.")
  private @Nullable Boolean noAuth;

  @Option(
      names = "--confirm-no-auth",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "BOOLEAN",
      description = "Accept --no-auth on an address that other machines reach.")
  private @Nullable Boolean confirmNoAuth;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "Serve the same on a Unix domain socket, without a key.")
  private @Nullable Path socket;

  @Option(
      names = "--enable-config-reload",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "BOOLEAN",
      description = "Apply changes of the configuration file while running. Default: true.")
  private @Nullable Boolean configReload;

  @Option(
      names = "--restart",
      description =
          "Take over from the gateway that serves the same configuration: its sessions go on here,"
              + " and it ends.")
  private boolean restart;

  ServeCommand(HostSystem system) {
    this.system = system;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Termination termination = Termination.expected()) {
      serve(termination);
    }
    return ExitCode.OK.number();
  }

  private void serve(Termination termination) throws InterruptedException {
    ConfigLocation location = ConfigLocation.choose(Optional.ofNullable(config), system);
    if (location.ensure()) {
      out().println("Made an empty configuration: " + location.file());
    }
    RuntimeScope scope = RuntimeScope.of(location.file());
    Overrides overrides = overrides();
    ConfigSource file = new JsonConfigFile(location.file(), system.environment());
    ConfigSource source = () -> chosen(file.load(), overrides, scope);
    Reading.Loaded first = read(source, location.file());
    requireConsent(first.config());
    serve(first, source, scope, location.file(), termination);
  }

  private Overrides overrides() {
    Overrides flags =
        new Overrides(
            Optional.ofNullable(host),
            Optional.ofNullable(port),
            Optional.ofNullable(noAuth),
            Optional.ofNullable(confirmNoAuth),
            Optional.ofNullable(socket).map(path -> path.toAbsolutePath().toString()),
            Optional.ofNullable(configReload));
    return flags.or(Overrides.ofEnvironment(system.environment()));
  }

  private static Reading chosen(Reading reading, Overrides overrides, RuntimeScope scope) {
    return switch (reading) {
      case Reading.Rejected rejected -> rejected;
      case Reading.Loaded(var config, var skipped, var warnings, var unusable) ->
          new Reading.Loaded(
              overrides.applyTo(inScope(config, scope)), skipped, warnings, unusable);
    };
  }

  private Reading.Loaded read(ConfigSource source, Path file) {
    return switch (source.load()) {
      case Reading.Loaded loaded -> {
        tell("left out: ", loaded.skipped());
        tell("warning: ", loaded.warnings());
        yield loaded;
      }
      case Reading.Rejected rejected -> {
        tell("", rejected.problems());
        int count = rejected.problems().size();
        throw new CommandFailure(
            ExitCode.ERROR,
            file + ": cannot be used, " + count + (count == 1 ? " problem" : " problems"));
      }
    };
  }

  /** A relative path in the file starts at its folder, one on the command line where we are. */
  private static GatewayConfig inScope(GatewayConfig config, RuntimeScope scope) {
    HttpConfig http = config.http();
    return http.socket()
        .map(path -> config.withHttp(http.withSocket(scope.folder().resolve(path).toString())))
        .orElse(config);
  }

  private void tell(String prefix, List<ConfigProblem> problems) {
    problems.forEach(problem -> err().println(prefix + problem));
  }

  private static void requireConsent(GatewayConfig config) {
    if (!config.auth().enabled()
        && !config.auth().confirmNoAuth()
        && !isLoopback(config.http().host())) {
      throw new CommandFailure(
          ExitCode.ERROR,
          "without authentication, "
              + config.http().host()
              + " would let everybody in reach call every server"
              + " (expected: a loopback address, or --confirm-no-auth)");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /** Finds out who serves the folder now, and whether we may take over. */
  private Optional<RunningRuntime> predecessor(RuntimeScope scope) {
    Optional<RunningRuntime> running = RunningRuntime.in(scope);
    if (running.isPresent() && !restart) {
      throw new CommandFailure(
          ExitCode.ERROR,
          "process "
              + running.get().pid()
              + " serves "
              + scope.folder()
              + " at "
              + running.get().url()
              + " (expected: one gateway for a folder; --restart takes over from it)");
    }
    return running;
  }

  private void serve(
      Reading.Loaded first,
      ConfigSource source,
      RuntimeScope scope,
      Path file,
      Termination termination)
      throws InterruptedException {
    GatewayConfig config = first.config();
    Optional<RunningRuntime> predecessor = predecessor(scope);
    scope.tidy(new SystemTime().now());
    OneMcpRuntime.Builder builder =
        OneMcpRuntime.builder()
            .config(first, source)
            .watch(file)
            .http()
            .scope(scope)
            .logs(scope.folder().resolve("logs"))
            .journal(tasks -> scope.journal(SESSIONS, restart ? HANDOVER : Duration.ZERO, tasks));
    predecessor.ifPresent(running -> builder.succeeding(running::end));
    Optional<ApiKeys> keys =
        config.auth().enabled() ? Optional.of(ApiKeys.open(scope)) : Optional.empty();
    keys.ifPresentOrElse(builder::authenticator, () -> builder.authenticator(new OpenDoor()));
    try (OneMcpRuntime runtime = builder.start()) {
      StartReport report = new StartReport(out(), System.out.charset());
      runtime.url().ifPresent(report::url);
      report.access(keys.map(ApiKeys::location));
      config.http().socket().ifPresent(report::socket);
      if (runtime.backends().isEmpty() && first.skipped().isEmpty()) {
        out().println("No servers yet: add some to " + file);
      }
      runtime.onBackendChange(report::backend);
      runtime.onReload(reload -> tell(reload, report));
      runtime.backends().forEach(report::backend);
      termination.await(announced(runtime, scope, config.http().socket()));
    }
  }

  /** Lets other commands find the runtime, until it ends. */
  private AutoCloseable announced(
      OneMcpRuntime runtime, RuntimeScope scope, Optional<String> openSocket) {
    Optional<RunningRuntime> known = runtime.url().map(url -> RunningRuntime.here(url, openSocket));
    try {
      known.ifPresent(it -> it.announce(scope));
    } catch (StateFileException e) {
      err().println("warning: " + e.getMessage());
    }
    return () -> {
      try (runtime) {
        known.ifPresent(it -> it.withdraw(scope));
      }
    };
  }

  private void tell(Reload reload, StartReport report) {
    report.reload(reload);
    switch (reload) {
      case Reload.Applied(_, var skipped, var warnings) -> {
        tell("left out: ", skipped);
        tell("warning: ", warnings);
      }
      case Reload.Rejected(var problems) -> tell("", problems);
      case Reload.Unchanged(var skipped) -> tell("left out: ", skipped);
    }
    err().flush();
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("serve: no command (expected: run by picocli)");
    }
    return spec;
  }
}
