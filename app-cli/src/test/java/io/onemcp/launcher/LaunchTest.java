package io.onemcp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchTest {
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNothingRunning() {
    started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
  }

  @Nested
  class GivenAnOldJvmAndAnInstalledNewOne {
    @Test
    void whenStarted_thenTheNewOneGetsTheArgumentsAndItsExitCodeComesBack() throws Exception {
      Process process = onOldJvm("for a; do echo \"$a\"; done; exit 7", "serve", "--port", "a b");

      List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();

      assertThat(process.waitFor()).isEqualTo(7);
      assertThat(lines).contains("-Xlog:disable", "-jar").endsWith("serve", "--port", "a b");
    }

    @Test
    void whenTerminated_thenTheNewOneIsTerminatedAndMayFinish() throws Exception {
      Process process =
          onOldJvm("trap 'echo left in order; exit 3' TERM; echo up; while :; do sleep 0.05; done");
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine()).isEqualTo("up");

      // Process.destroy would close our end of the pipes, too.
      process.toHandle().destroy();

      assertThat(out.readLine()).isEqualTo("left in order");
      assertThat(process.waitFor()).isEqualTo(3);
    }
  }

  @Test
  void whenTheShellScriptStartsTheJar_thenItUsesTheSameFlags() throws IOException {
    String script = Files.readString(Path.of("../onemcp"));

    assertThat(script).contains(String.join(" ", Relaunch.FLAGS));
  }

  private Process onOldJvm(String newJava, String... arguments) throws IOException {
    Path home = FakeJdk.at(folder.resolve("new"), "25.0.1", newJava);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", classes(Launch.class) + File.pathSeparator + classes(OldJvm.class)));
    command.add(OldJvm.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ONEMCP_JAVA_HOME", home.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static String classes(Class<?> one) {
    return one.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Starts as the jar does, and takes its JVM for an old one. */
  static final class OldJvm {
    private OldJvm() {}

    public static void main(String[] args) throws Exception {
      Launch.start("17.0.1", args);
    }
  }
}
