package io.onemcp.adapters.stdio;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each child process a group of its own where the system has {@code setsid}, so that a signal
 * reaches everything the child started.
 */
final class ProcessGroups {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessGroups.class);
  private static final long SIGNAL_SECONDS = 5;

  private final Optional<Path> setsid;

  private ProcessGroups(Optional<Path> setsid) {
    this.setsid = setsid;
  }

  /** Looks for {@code setsid} in the folders of a search path. */
  static ProcessGroups find(String searchPath) {
    return new ProcessGroups(Program.find("setsid", searchPath, Path.of("/")));
  }

  /** Returns whether children have groups of their own. */
  boolean available() {
    return setsid.isPresent();
  }

  /** Returns the command line that starts the given one; the process id stays that of the child. */
  List<String> commandLine(List<String> commandLine) {
    List<String> all = new ArrayList<>();
    setsid.ifPresent(program -> all.add(program.toString()));
    all.addAll(commandLine);
    return all;
  }

  /** Sends a signal to the group that a child leads; a group that is gone is no error. */
  void signal(String signal, long leader) throws InterruptedException {
    if (!available()) {
      return;
    }
    try {
      // The shell's own kill is there even where no program of that name is installed.
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " -- -" + leader)
              .redirectError(Redirect.DISCARD)
              .redirectOutput(Redirect.DISCARD)
              .start();
      if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warn("a process group could not be signalled", e);
    }
  }
}
