package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own. */
final class CommandProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final Lines out;
  private final Lines err;

  private CommandProcess(Process process) {
    this.process = process;
    this.out = new Lines(process.inputReader(StandardCharsets.UTF_8));
    this.err = new Lines(process.errorReader(StandardCharsets.UTF_8));
  }

  /** Starts {@code serve} with this home, these variables and these arguments. */
  static CommandProcess serve(Path home, Map<String, String> environment, String... args)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(args));
    return start(home, environment, all);
  }

  /** Starts {@code demo} with this home, which holds its temporary folders too. */
  static CommandProcess demo(Path home, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("demo"));
    all.addAll(List.of(args));
    return start(home, Map.of(), all);
  }

  /** Starts a command with this home, which holds its temporary folders too. */
  static CommandProcess start(Path home, List<String> arguments) throws IOException {
    return start(home, Map.of(), arguments);
  }

  private static CommandProcess start(
      Path home, Map<String, String> environment, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(signalsAsUsual());
    command.addAll(javaCommand());
    command.addAll(
        List.of(
            "-Dstdout.encoding=UTF-8",
            "-Duser.home=" + home,
            "-Djava.io.tmpdir=" + home,
            Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("ONEMCP_"));
    builder.environment().putAll(environment);
    return new CommandProcess(builder.start());
  }

  /**
   * Returns what a command begins with so that its process can be interrupted: a build in the
   * background was told to ignore that, and what it starts inherits it.
   */
  private static List<String> signalsAsUsual() {
    boolean linux = System.getProperty("os.name").startsWith("Linux");
    return linux ? List.of("env", "--default-signal=INT,HUP") : List.of();
  }

  /** Returns how to start the JVM of this test with its class path. */
  static List<String> javaCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")));
  }

  /** Returns the next line on standard output that contains a text, dropping those before it. */
  String awaitLine(String part) throws InterruptedException {
    return out.await(part);
  }

  /** Returns the next line on standard error that contains a text, dropping those before it. */
  String awaitError(String part) throws InterruptedException {
    return err.await(part);
  }

  /** Sends a signal. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid()).start();
    assertThat(kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  long pid() {
    return process.pid();
  }

  /** Sends TERM and returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Returns what nobody awaited on standard output, up to its end. */
  List<String> restOfOutput() throws InterruptedException {
    return out.rest();
  }

  /** Returns what nobody awaited on standard error, up to its end. */
  List<String> restOfErrors() throws InterruptedException {
    return err.rest();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** What comes on one stream, read by a thread of its own. */
  private static final class Lines {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reading;

    Lines(BufferedReader reader) {
      reading = Thread.ofPlatform().daemon().start(() -> drain(reader));
    }

    private void drain(BufferedReader reader) {
      try (reader) {
        reader.lines().forEach(lines::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String await(String part) throws InterruptedException {
      List<String> seen = new ArrayList<>();
      while (true) {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line with \"%s\" after %s", part, seen).isNotNull();
        if (line != null && line.contains(part)) {
          return line;
        }
        seen.add(String.valueOf(line));
      }
    }

    List<String> rest() throws InterruptedException {
      assertThat(reading.join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
      return List.copyOf(lines);
    }
  }
}
