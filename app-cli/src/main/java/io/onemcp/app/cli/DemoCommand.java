package io.onemcp.app.cli;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.app.embedded.BackendReport;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.app.embedded.system.SystemTime;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.runtime.TimeSource;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Shows the gateway at work, without network or other programs: two servers, two clients, both
 * eras.
 */
@Command(
    name = "demo",
    description =
        "Start the gateway on two sample servers, call their tools through it, and show what"
            + " happens.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Duration START = Duration.ofSeconds(30);

  @Option(names = "--keep", description = "Stay up afterwards, until TERM, INT or HUP.")
  private boolean keep;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port to listen on; 0 picks a free one (default).")
  private int port;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final TimeSource time = new SystemTime();

  @Override
  public Integer call() throws InterruptedException {
    Path folder = TemporaryFolder.make("onemcp-demo");
    try {
      return run(folder);
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private int run(Path folder) throws InterruptedException {
    RuntimeScope scope = RuntimeScope.of(folder.resolve("mcp.json"));
    ApiKeys keys = ApiKeys.open(scope);
    try (OneMcpRuntime runtime =
        OneMcpRuntime.builder()
            .server("calculator", SampleServers.calculator())
            .backend(BackendDefinition.of("phrasebook", SampleServers.child()))
            .authenticator(keys)
            .http("127.0.0.1", port)
            .start()) {
      runtime.awaitSettled(START);
      URI url = runtime.url().orElseThrow();
      String key = scope.read(ApiKeys.FILE).map(String::strip).orElse("");
      PrintWriter out = spec.commandLine().getOut();
      out.println("Gateway   " + url + "  (requests need the key in " + keys.location() + ")");
      runtime.backends().forEach(backend -> out.println("Backend   " + line(backend)));
      boolean complete =
          runtime.backends().stream().allMatch(BackendReport::ready) && script(url, key, out);
      out.println();
      out.println(
          complete
              ? "Every call crossed the gateway. Both eras, one endpoint."
              : "The demo failed.");
      out.flush();
      if (complete && keep) {
        stayUp(runtime, folder, out);
      }
      return complete ? 0 : 1;
    }
  }

  private static void stayUp(OneMcpRuntime runtime, Path folder, PrintWriter out)
      throws InterruptedException {
    out.println("Staying up; Ctrl-C ends it.");
    out.flush();
    try (Termination termination = Termination.expected()) {
      termination.await(() -> {
        try (runtime) {
          TemporaryFolder.delete(folder);
        }
      });
    }
  }

  private static String line(BackendReport backend) {
    return "%-11s %-11s %-28s %s"
        .formatted(
            backend.name(),
            backend.revision().orElse("-"),
            backend.transport().startsWith("stdio")
                ? "child process of this jar"
                : "object in this JVM",
            backend.ready()
                ? backend.counts().get("tools") + " tools"
                : backend.reason().orElse(""));
  }

  private boolean script(URI url, String key, PrintWriter out) throws InterruptedException {
    boolean complete = true;
    for (DemoClient client :
        List.of(DemoClient.stateless(url, key), DemoClient.stateful(url, key))) {
      out.println();
      out.println("Client of revision " + client.revision());
      for (DemoStep step : DemoStep.SCRIPT) {
        long start = time.nanos();
        Optional<String> seen = step.play(client);
        long millis = Duration.ofNanos(time.nanos() - start).toMillis();
        out.println("  %-44s %5d ms   %s".formatted(step.label(), millis, seen.orElse("FAILED")));
        complete &= seen.isPresent();
      }
    }
    return complete;
  }
}
