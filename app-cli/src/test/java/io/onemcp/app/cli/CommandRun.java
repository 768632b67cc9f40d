package io.onemcp.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
record CommandRun(int exitCode, String out, String err) {
  /** Runs a command in this JVM. */
  static CommandRun of(HostSystem host, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        RootCommand.on(host)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Returns the commands that people are told of. */
  static Map<String, CommandLine> told(HostSystem host) {
    Map<String, CommandLine> told = new TreeMap<>(RootCommand.on(host).getSubcommands());
    told.values().removeIf(command -> command.getCommandSpec().usageMessage().hidden());
    return told;
  }

  /** Returns a machine with this home and nothing else. */
  static HostSystem machine(Path home) {
    return new HostSystem(Map.of(), "Linux", home);
  }
}
