package io.onemcp.app.cli;

import io.onemcp.adapters.auth.ApiKeys;
import io.onemcp.adapters.config.RuntimeScope;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does what {@code serve} does from its start to the first answers, and ends in order: what the
 * virtual machine loads and compiles meanwhile is what the launcher keeps for later starts.
 */
@Command(
    name = "rehearse",
    description = "Start the gateway as serve does, ask it, and end; the launcher learns from it.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
  /** The first fills the cache of lists, the next one starts from it, as most starts do. */
  private static final int LIVES = 2;

  private static final List<DemoStep> SCRIPT =
      List.of(
          new DemoStep("tools/list", Methods.TOOLS_LIST, Json.EMPTY_OBJECT, "phrasebook__greet"),
          DemoStep.call("phrasebook__greet", "{\"name\":\"world\"}", "Hello, world!"),
          DemoStep.call("remote__calculator__add", "{\"a\":2,\"b\":40}", "42"));

  private final HostSystem system;

  RehearseCommand(HostSystem system) {
    this.system = new HostSystem(Map.of(), system.operatingSystem(), system.home());
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = TemporaryFolder.make("onemcp-rehearsal");
    try (OneMcpRuntime remote =
        OneMcpRuntime.builder()
            .server("calculator", SampleServers.calculator())
            .http("127.0.0.1", 0)
            .start()) {
      Path file = folder.resolve("mcp.json");
      RuntimeScope scope = RuntimeScope.of(file);
      scope.create("mcp.json", config(remote.url().orElseThrow()).toString());
      for (int life = 1; life <= LIVES; life++) {
        live(file, scope);
      }
      return ExitCode.OK.number();
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private static Json config(URI remote) {
    BackendTransport.Stdio child = SampleServers.child();
    Json phrasebook =
        new JsonWriter()
            .put("command", child.command())
            .put("args", JsonWriter.strings(child.args()))
            .json();
    Json other = new JsonWriter().put("url", remote.toString()).json();
    Json servers = new JsonWriter().put("phrasebook", phrasebook).put("remote", other).json();
    return new JsonWriter().put("mcpServers", servers).json();
  }

  private void live(Path file, RuntimeScope scope) throws InterruptedException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    ServeArguments arguments =
        ServeArguments.plain(List.of("--config", file.toString(), "--port", "0")).orElseThrow();
    new Serving(
            system,
            nowhere,
            nowhere,
            gateway -> {
              try (gateway) {
                ask(scope);
              } catch (InterruptedException e) {
                throw e;
              } catch (Exception e) {
                throw new CommandFailure(ExitCode.ERROR, "did not end in order: " + e);
              }
            })
        .run(arguments);
  }

  /** Plays what the demo shows, with clients of both eras. */
  private static void ask(RuntimeScope scope) throws InterruptedException {
    URI url = RunningRuntime.in(scope).map(RunningRuntime::url).orElseThrow();
    String key = scope.read(ApiKeys.FILE).map(String::strip).orElse("");
    for (DemoClient client :
        List.of(DemoClient.stateless(url, key), DemoClient.stateful(url, key))) {
      for (DemoStep step : SCRIPT) {
        if (step.play(client).isEmpty()) {
          throw new CommandFailure(ExitCode.ERROR, step.label() + ": not as expected");
        }
      }
    }
  }
}
