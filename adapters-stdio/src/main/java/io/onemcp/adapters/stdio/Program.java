package io.onemcp.adapters.stdio;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a program the way a shell in the child's place would. */
final class Program {
  private Program() {}

  /**
   * Returns the absolute path of an executable file.
   *
   * @param command a path, relative to {@code folder}, or a name to look for
   * @param searchPath folders to look in, as in the variable {@code PATH}
   */
  static Optional<Path> find(String command, String searchPath, Path folder) {
    try {
      if (command.contains("/")) {
        return Optional.of(folder.resolve(command)).filter(Program::isExecutable);
      }
      for (String entry : searchPath.split(File.pathSeparator, -1)) {
        Path candidate = folder.resolve(entry).resolve(command);
        if (isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
