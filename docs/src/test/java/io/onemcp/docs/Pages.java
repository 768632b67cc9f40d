package io.onemcp.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages and sources of the repository that this test runs in. */
final class Pages {
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  private Pages() {}

  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("archunit-tests"))) {
      here = here.resolve("..").normalize();
    }
    return here;
  }

  static String read(String page) throws IOException {
    return Files.readString(root().resolve(page));
  }

  /** Returns every text that a page shows as code on one line. */
  static List<String> code(String page) throws IOException {
    return CODE.matcher(read(page)).results().map(match -> match.group(1)).toList();
  }

  /** Returns the simple names of all top-level types in main sources. */
  static Set<String> types() throws IOException {
    try (Stream<Path> files = Files.walk(root(), 14)) {
      return files
          .map(file -> root().relativize(file).toString())
          .filter(file -> file.contains("/java/") && file.endsWith(".java"))
          .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
