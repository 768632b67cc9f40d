package io.onemcp.app.cli;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.auth.OpenDoor;
import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.app.embedded.system.SystemTasks;
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
import java.util.stream.Stream;

/** The gateway that a configuration file describes, from the reading of that file to its end. */
final class Serving {
  /** The command that does this. */
  static final String COMMAND = "serve";

  private static final String SESSIONS = "sessions.journal";

  /** Longest wait for the other gateway to give its sessions up. */
  private static final Duration HANDOVER = Duration.ofSeconds(20);

  private final HostSystem system;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Stay stay;

  /**
   * Makes a gateway that is not started.
   *
   * @param out takes what people are told of its life
   * @param err takes what is wrong with the configuration
   */
  Serving(HostSystem system, PrintWriter out, PrintWriter err, Stay stay) {
    this.system = system;
    this.out = out;
    this.err = err;
    this.stay = stay;
  }

  /**
   * Serves until the operating system says otherwise; then the process ends, and this does not
   * return.
   *
   * @throws CommandFailure if the configuration, the machine or the arguments do not allow it
   */
  static void untilTold(
      HostSystem system, ServeArguments arguments, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    try (Termination termination = Termination.expected()) {
      new Serving(system, out, err, termination::await).run(arguments);
    }
  }

  /**
   * Serves for as long as the stay says.
   *
   * @throws CommandFailure if the configuration, the machine or the arguments do not allow it
   */
  void run(ServeArguments arguments) throws InterruptedException {
    ManagementBeans.withhold();
    ConfigLocation location = ConfigLocation.choose(arguments.config(), system);
    if (location.ensure()) {
      out.println("Made an empty configuration: " + location.file());
    }
    Place place = new Place(location.file(), RuntimeScope.of(location.file()));
    Overrides overrides = arguments.overrides().or(Overrides.ofEnvironment(system.environment()));
    ConfigSource file = new JsonConfigFile(place.file(), system.environment());
    ConfigSource source = () -> chosen(file.load(), overrides, place.scope());
    Reading.Loaded first = read(source, place.file());
    requireConsent(first.config());
    serve(first, source, place, arguments.restart());
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
    problems.forEach(problem -> err.println(prefix + problem));
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
  private static Optional<RunningRuntime> predecessor(RuntimeScope scope, boolean restart) {
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

  private void serve(Reading.Loaded first, ConfigSource source, Place place, boolean restart)
      throws InterruptedException {
    GatewayConfig config = first.config();
    RuntimeScope scope = place.scope();
    Optional<RunningRuntime> predecessor = predecessor(scope, restart);
    scope.tidy(new SystemTime().now());
    OneMcpRuntime.Builder builder =
        OneMcpRuntime.builder()
            .config(first, source)
            .watch(place.file())
            .http()
            .scope(scope)
            .logs(scope.folder().resolve("logs"))
            .journal(tasks -> scope.journal(SESSIONS, restart ? HANDOVER : Duration.ZERO, tasks));
    predecessor.ifPresent(running -> builder.succeeding(running::end));
    Optional<ApiKeys> keys =
        config.auth().enabled() ? Optional.of(ApiKeys.open(scope)) : Optional.empty();
    keys.ifPresentOrElse(builder::authenticator, () -> builder.authenticator(new OpenDoor()));
    try (SystemTasks beside = new SystemTasks(Duration.ZERO);
        OneMcpRuntime runtime = builder.start()) {
      HeapWatch.begin(beside);
      StartReport report = new StartReport(out, System.out.charset());
      runtime.url().ifPresent(report::url);
      report.access(keys.map(ApiKeys::location));
      config.http().socket().ifPresent(report::socket);
      if (runtime.backends().isEmpty() && first.skipped().isEmpty()) {
        out.println("No servers yet: add some to " + place.file());
      }
      runtime.onBackendChange(report::backend);
      runtime.onReload(reload -> tell(reload, report));
      runtime.backends().forEach(report::backend);
      stay.until(announced(runtime, scope, config.http().socket()));
    }
  }

  /** Lets other commands find the runtime, until it ends. */
  private AutoCloseable announced(
      OneMcpRuntime runtime, RuntimeScope scope, Optional<String> openSocket) {
    Optional<RunningRuntime> known = runtime.url().map(url -> RunningRuntime.here(url, openSocket));
    try {
      known.ifPresent(it -> it.announce(scope));
    } catch (StateFileException e) {
      err.println("warning: " + e.getMessage());
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
    err.flush();
  }

  /** What happens between the start and the end of a gateway. */
  @FunctionalInterface
  interface Stay {
    /** Returns, if at all, with the gateway closed. */
    void until(AutoCloseable gateway) throws InterruptedException;
  }

  private record Place(Path file, RuntimeScope scope) {}
}
