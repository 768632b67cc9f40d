package io.onemcp.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command: its subcommands do the work, alone it prints how to call them. */
@Command(
    name = "onemcp",
    description = "One MCP endpoint in front of many MCP servers.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {
  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
