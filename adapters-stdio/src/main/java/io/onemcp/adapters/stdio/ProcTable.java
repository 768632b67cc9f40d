package io.onemcp.adapters.stdio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The processes of this machine as Linux shows them in files. Elsewhere it knows none. What cannot
 * be read, because it has ended or is somebody else's, is left out.
 */
final class ProcTable {
  /** Counted from the one behind the name: field 22 of proc_pid_stat(5). */
  private static final int START_TIME = 19;

  private static final String ENTRY = OwnerMark.VARIABLE + "=";

  private final Path root;

  ProcTable() {
    this(Path.of("/proc"));
  }

  ProcTable(Path root) {
    this.root = root;
  }

  /** Returns when a process started, in clock ticks since the machine did. */
  OptionalLong born(long pid) {
    String stat = text(root.resolve(pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > START_TIME
        ? OptionalLong.of(Long.parseLong(fields[START_TIME]))
        : OptionalLong.empty();
  }

  /** Returns the mark of a process. */
  Optional<String> mark(long pid) {
    String environment = text(root.resolve(pid + "/environ"));
    int at = environment.startsWith(ENTRY) ? 0 : environment.indexOf('\0' + ENTRY) + 1;
    if (at == 0 && !environment.startsWith(ENTRY)) {
      return Optional.empty();
    }
    int end = environment.indexOf('\0', at);
    return Optional.of(
        environment.substring(at + ENTRY.length(), end < 0 ? environment.length() : end));
  }

  /** Returns the numbers and marks of all processes of this user that bear one. */
  Map<Long, String> marks() {
    Map<Long, String> found = new LinkedHashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        mark(pid).ifPresent(mark -> found.put(pid, mark));
      }
    } catch (IOException | DirectoryIteratorException _) {
      // No such file system here: nothing is known.
    }
    return found;
  }

  /** Returns whether both processes count in the same numbers: containers have their own. */
  boolean shareNumbers(long one, long other) {
    return namespace(one).equals(namespace(other)) && namespace(one).isPresent();
  }

  private Optional<Path> namespace(long pid) {
    try {
      return Optional.of(Files.readSymbolicLink(root.resolve(pid + "/ns/pid")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }
}
