package io.onemcp.app.cli;

import io.onemcp.app.embedded.StdioServing;
import io.onemcp.app.embedded.system.SystemTasks;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A small MCP server on standard input and output, for the demo and for trying things out. */
@Command(
    name = "sample-server",
    description = "Serve a few sample tools over stdio, to try the gateway with.",
    mixinStandardHelpOptions = true)
final class SampleServerCommand implements Runnable {
  @Option(
      names = "--era",
      defaultValue = "STATEFUL",
      description = "Protocol era to speak: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Era era = Era.STATEFUL;

  @Override
  public void run() {
    try (Tasks tasks = new SystemTasks(Duration.ofSeconds(1))) {
      StdioServing.serve(SampleServers.phrasebook(), era, System.in, System.out, tasks);
    }
  }
}
