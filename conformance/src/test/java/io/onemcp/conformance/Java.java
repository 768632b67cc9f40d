package io.onemcp.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK that runs the tests, as the one that runs what the tests start. */
final class Java {
  private static final Path HOME = Path.of(System.getProperty("java.home"));

  private Java() {}

  /** A tool of the JDK, {@code java} or {@code jcmd} for instance. */
  static String tool(String name) {
    return HOME.resolve("bin").resolve(name).toString();
  }

  /** The command that runs a class of the test's own class path in a small JVM. */
  static List<String> command(String mainClass, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                tool("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }
}
