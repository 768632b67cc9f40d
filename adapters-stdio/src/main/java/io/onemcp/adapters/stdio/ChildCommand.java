package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendTransport.Stdio;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is started for a backend: a program that was found, its arguments, where it runs, and with
 * which variables.
 */
record ChildCommand(List<String> line, Path folder, Map<String, String> environment) {
  /**
   * Finds the program of a backend.
   *
   * @throws BackendUnreachableException if it cannot be started; the message says why, and what
   *     would help
   */
  static ChildCommand of(Stdio stdio, Map<String, String> environment) {
    Path folder = Path.of(stdio.cwd().orElse("")).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new BackendUnreachableException(
          "command \""
              + stdio.command()
              + "\": its cwd is no folder (expected: an existing one): "
              + folder);
    }
    List<String> line = new ArrayList<>();
    line.add(Program.locate(stdio.command(), environment, folder).toString());
    line.addAll(stdio.args());
    return new ChildCommand(line, folder, environment);
  }

  /**
   * Starts it.
   *
   * @throws BackendUnreachableException if the operating system does not
   */
  Process start(ProcessGroups groups) {
    ProcessBuilder builder =
        new ProcessBuilder(groups.commandLine(line)).directory(new File(folder.toString()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new BackendUnreachableException(
          "command \"" + line.getFirst() + "\" could not be started: " + e.getMessage(), e);
    }
  }
}
