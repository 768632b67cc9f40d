package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds a program the way a shell in the child's place would. */
final class Program {
  /** What Windows tries behind a name without an ending, unless it is told otherwise. */
  private static final String WINDOWS_ENDINGS = ".COM;.EXE;.BAT;.CMD";

  private final String command;
  private final Path folder;
  private final List<String> searchPath;
  private final List<String> endings;

  private Program(String command, Path folder, List<String> searchPath, List<String> endings) {
    this.command = command;
    this.folder = folder;
    this.searchPath = searchPath;
    this.endings = endings;
  }

  /** Returns the absolute path of an executable file on a search path such as {@code PATH}. */
  static Optional<Path> find(String command, String searchPath, Path folder) {
    return new Program(command, folder, split(searchPath, File.pathSeparator), List.of(""))
        .first(Program::isExecutable);
  }

  /**
   * Returns the absolute path of a backend's program.
   *
   * @param command a path, relative to {@code folder}, or a name to look for
   * @throws BackendUnreachableException if there is none; the message says what would help
   */
  static Path locate(String command, Map<String, String> environment, Path folder) {
    boolean windows = File.separatorChar == '\\';
    Program program =
        windows ? onWindows(command, environment, folder) : onUnix(command, environment, folder);
    return program.first(Program::isExecutable).orElseThrow(program::missing);
  }

  private static Program onUnix(String command, Map<String, String> environment, Path folder) {
    return new Program(
        command, folder, split(environment.getOrDefault("PATH", ""), ":"), List.of(""));
  }

  /**
   * A name without an ending stands for the first that exists with one: {@code npx} is {@code
   * npx.cmd} there, and the file of the plain name is a script for other shells.
   */
  static Program onWindows(String command, Map<String, String> environment, Path folder) {
    List<String> endings =
        split(environment.getOrDefault("PATHEXT", WINDOWS_ENDINGS), ";").stream()
            .map(ending -> ending.toLowerCase(Locale.ROOT))
            .toList();
    boolean complete = endings.stream().anyMatch(command.toLowerCase(Locale.ROOT)::endsWith);
    return new Program(
        command,
        folder,
        split(environment.getOrDefault("PATH", ""), ";"),
        complete ? List.of("") : endings);
  }

  /** Returns the first candidate that fits. */
  Optional<Path> first(Predicate<Path> fits) {
    try {
      return candidates().filter(fits).findFirst();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Stream<Path> candidates() {
    Stream<Path> plain =
        isPath()
            ? Stream.of(folder.resolve(command))
            : searchPath.stream().map(entry -> folder.resolve(entry).resolve(command));
    return plain.flatMap(path -> endings.stream().map(ending -> Path.of(path + ending)));
  }

  private boolean isPath() {
    return command.contains("/") || command.contains("\\");
  }

  private BackendUnreachableException missing() {
    Optional<Path> present = first(Files::isRegularFile);
    if (present.isPresent()) {
      return new BackendUnreachableException(
          "command not executable: \""
              + command
              + "\" (expected: a program; run: chmod +x "
              + present.get()
              + ")");
    }
    return new BackendUnreachableException(
        "command not found: \""
            + command
            + (isPath()
                ? "\" (expected: the path of a program)"
                : "\" (expected: a program on the PATH of the gateway or of the server's env;"
                    + " install it, or give its full path)"));
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static List<String> split(String text, String separator) {
    return List.of(text.split(separator, -1));
  }
}
