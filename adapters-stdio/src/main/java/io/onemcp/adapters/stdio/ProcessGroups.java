package io.onemcp.adapters.stdio;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each child process a session and a group of its own, so that a signal reaches everything
 * the child started: by {@code setsid}, which Linux has, else by {@code perl}, which macOS has.
 */
final class ProcessGroups {
  static final String SHELL = "/bin/sh";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessGroups.class);
  private static final long SIGNAL_SECONDS = 5;
  private static final String PERL =
      "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 127";

  /** What stands before a command line; nothing where there is no such program. */
  private final List<String> prefix;

  private ProcessGroups(List<String> prefix) {
    this.prefix = prefix;
  }

  /** Looks for a program that opens sessions in the folders of a search path. */
  static ProcessGroups find(String searchPath) {
    Path root = Path.of("/");
    return new ProcessGroups(
        Program.find("setsid", searchPath, root)
            .map(program -> List.of(program.toString()))
            .or(() ->
                Program.find("perl", searchPath, root)
                    .map(program -> List.of(program.toString(), "-e", PERL, "--")))
            .orElse(List.of()));
  }

  /** Returns whether children have groups of their own. */
  boolean available() {
    return !prefix.isEmpty();
  }

  /** Returns the command line that starts the given one; the process id stays that of the child. */
  List<String> commandLine(List<String> commandLine) {
    return Stream.concat(prefix.stream(), commandLine.stream()).toList();
  }

  /**
   * Sends a signal to the group that a child leads; a group that is gone is no error. An interrupt
   * does not keep it from being sent.
   */
  void signal(String signal, long leader) {
    if (!available()) {
      return;
    }
    try {
      // The shell's own kill is there even where no program of that name is installed.
      Process kill =
          new ProcessBuilder(SHELL, "-c", "kill -s " + signal + " -- -" + leader)
              .redirectError(Redirect.DISCARD)
              .redirectOutput(Redirect.DISCARD)
              .start();
      kill.getOutputStream().close();
      awaitEnd(kill);
    } catch (IOException e) {
      LOG.warn("a process group could not be signalled", e);
    }
  }

  private static void awaitEnd(Process kill) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
            kill.destroyForcibly();
          }
          return;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
