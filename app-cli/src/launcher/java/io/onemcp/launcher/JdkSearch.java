package io.onemcp.launcher;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where people keep their Java: what the environment names first, then the usual folders. */
final class JdkSearch {
  private static final List<String> NAMED = Arrays.asList("ONEMCP_JAVA_HOME", "JAVA_HOME");

  private static final List<String> SHARED =
      Arrays.asList(
          "/usr/lib/jvm",
          "/usr/java",
          "/opt",
          "/opt/java",
          "/Library/Java/JavaVirtualMachines",
          "/opt/homebrew/opt",
          "/usr/local/opt");

  private static final List<String> OF_THE_USER =
      Arrays.asList(
          ".sdkman/candidates/java",
          ".jdks",
          ".local/share/mise/installs/java",
          ".asdf/installs/java",
          "Library/Java/JavaVirtualMachines");

  private static final List<String> OF_WINDOWS =
      Arrays.asList("Eclipse Adoptium", "Java", "Microsoft", "Amazon Corretto", "Zulu", "BellSoft");

  /** What lies between the folder of an installation and its home: nothing, macOS, Homebrew. */
  private static final List<String> INNER =
      Arrays.asList("", "Contents/Home", "libexec/openjdk.jdk/Contents/Home");

  private final Map<String, String> environment;
  private final String userHome;

  JdkSearch(Map<String, String> environment, String userHome) {
    this.environment = environment;
    this.userHome = userHome;
  }

  Optional<Jdk> first() {
    return Stream.concat(named(), folders().flatMap(JdkSearch::installations))
        .map(Jdk::new)
        .filter(Jdk::isNewEnough)
        .findFirst();
  }

  private Stream<Path> named() {
    return NAMED.stream().flatMap(name -> path(environment.getOrDefault(name, "")));
  }

  private Stream<File> folders() {
    Stream<File> windows =
        path(environment.getOrDefault("ProgramFiles", ""))
            .flatMap(programs -> OF_WINDOWS.stream().map(programs::resolve))
            .map(Path::toFile);
    Stream<File> user = OF_THE_USER.stream().map(name -> new File(userHome, name));
    return Stream.concat(Stream.concat(SHARED.stream().map(File::new), user), windows);
  }

  private static Stream<Path> installations(File folder) {
    File[] found = folder.listFiles();
    if (found == null) {
      return Stream.empty();
    }
    Arrays.sort(found);
    return Arrays.stream(found)
        .flatMap(installation -> INNER.stream().map(installation.toPath()::resolve));
  }

  private static Stream<Path> path(String text) {
    try {
      return text.isEmpty() ? Stream.empty() : Stream.of(Paths.get(text));
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }
}
