package io.onemcp.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** What a command printed, and how it ended. */
record CommandRun(int exitCode, String out, String err) {
  /** Runs a command in this JVM. */
  static CommandRun of(HostSystem host, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commands(host)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Returns a machine with this home and nothing else. */
  static HostSystem machine(Path home) {
    return new HostSystem(Map.of(), "Linux", home);
  }
}
