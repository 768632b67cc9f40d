package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The command {@code serve} in a process of its own. */
final class ServeProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BlockingQueue<String> out;
  private final BlockingQueue<String> err;

  private ServeProcess(Process process) {
    this.process = process;
    this.out = drain(process.inputReader(StandardCharsets.UTF_8));
    this.err = drain(process.errorReader(StandardCharsets.UTF_8));
  }

  /** Starts it with this home, these variables and these arguments. */
  static ServeProcess start(Path home, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(javaCommand());
    command.addAll(
        List.of("-Dstdout.encoding=UTF-8", "-Duser.home=" + home, Main.class.getName(), "serve"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("ONEMCP_"));
    builder.environment().putAll(environment);
    return new ServeProcess(builder.start());
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
    return awaitLine(out, part);
  }

  /** Returns the next line on standard error that contains a text, dropping those before it. */
  String awaitError(String part) throws InterruptedException {
    return awaitLine(err, part);
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

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String awaitLine(BlockingQueue<String> lines, String part)
      throws InterruptedException {
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

  private static BlockingQueue<String> drain(BufferedReader reader) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (reader) {
            reader.lines().forEach(lines::add);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return lines;
  }
}
