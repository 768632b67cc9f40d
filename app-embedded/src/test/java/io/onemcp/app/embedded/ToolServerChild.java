package io.onemcp.app.embedded;

import io.onemcp.app.embedded.system.SystemTasks;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.runtime.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link SampleTools} as a program on standard input and output. */
public final class ToolServerChild {
  private ToolServerChild() {}

  /** Serves the era that the first argument names. */
  public static void main(String[] args) {
    try (Tasks tasks = new SystemTasks(Duration.ofSeconds(1))) {
      StdioServing.serve(SampleTools.server(), Era.valueOf(args[0]), System.in, System.out, tasks);
    }
  }

  /** Returns a backend of this name that runs the program on the JVM and class path of the test. */
  static BackendDefinition definition(String name, Era era) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    List<String> arguments =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            classPath,
            ToolServerChild.class.getName(),
            era.name());
    return BackendDefinition.of(
        name,
        new BackendTransport.Stdio(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            arguments,
            Map.of(),
            Optional.empty()));
  }
}
