package io.onemcp.app.cli;

import io.onemcp.core.GatewayException;
import java.io.PrintWriter;

/** How a command that could not go on ends. */
final class CommandEnd {
  private CommandEnd() {}

  /** Tells its user in one sentence what was wrong, and returns what the shell is to see. */
  static ExitCode after(Exception e, String command, PrintWriter err) {
    return switch (e) {
      case CommandFailure failure -> {
        err.println(command + ": " + failure.getMessage());
        yield failure.exitCode();
      }
      case GatewayException failure -> {
        err.println(command + ": " + failure.getMessage());
        yield ExitCode.ERROR;
      }
      case InterruptedException _ -> {
        err.println(command + ": interrupted");
        yield ExitCode.ERROR;
      }
      default -> {
        err.println(command + ": this is a bug in onemcp");
        e.printStackTrace(err);
        yield ExitCode.ERROR;
      }
    };
  }
}
