package io.onemcp.rules;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The whole source tree: its modules, what they compiled to, and their Java files. */
record Reactor(Path root, List<String> modules) {
  private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");

  /** Found by walking up from the folder that the tests run in. */
  static Reactor here() {
    Path folder = Path.of("").toAbsolutePath();
    while (!read(folder.resolve("pom.xml"))
        .contains("<artifactId>onemcp-parent</artifactId>\n  <version>")) {
      folder = requireNonNull(folder.getParent(), "no parent pom above the working folder");
    }
    String pom = read(folder.resolve("pom.xml"));
    return new Reactor(folder, MODULE.matcher(pom).results().map(Reactor::name).toList());
  }

  /** Where the modules' main classes are; a module that was not compiled is an error. */
  List<Path> foldersOfMain() {
    List<Path> folders = modules.stream().map(m -> root.resolve(m, "target", "classes")).toList();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException(
            folder + ": absent (expected: a compiled module; run mvn verify)");
      }
    }
    return folders;
  }

  /** Where the modules' test classes are, of those modules that have tests. */
  List<Path> foldersOfTests() {
    return modules.stream()
        .map(m -> root.resolve(m, "target", "test-classes"))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Every Java file of every module, main and test. */
  List<Path> sources() {
    return modules.stream().flatMap(m -> javaFiles(root.resolve(m, "src"))).toList();
  }

  /** The Java files that ship. */
  List<Path> mainSources() {
    return sources().stream().filter(f -> !f.toString().contains("/src/test/")).toList();
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(MatchResult module) {
    return module.group(1);
  }
}
