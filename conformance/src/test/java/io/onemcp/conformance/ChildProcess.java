package io.onemcp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process that a test started. Its output is always read, and neither it nor its children outlive
 * the test.
 */
final class ChildProcess implements AutoCloseable {
  private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();
  private static final Duration KILL_WITHIN = Duration.ofSeconds(10);

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().unstarted(() -> RUNNING.forEach(ChildProcess::killAll)));
  }

  private final List<String> command;
  private final Process process;
  private final OutputLines stdout;
  private final OutputLines stderr;

  private ChildProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.stdout = OutputLines.of(process.getInputStream());
    this.stderr = OutputLines.of(process.getErrorStream());
  }

  /** Starts a program with these variables on top of the test's own. */
  static ChildProcess start(Path folder, Map<String, String> env, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile());
    builder.environment().putAll(env);
    try {
      ChildProcess child = new ChildProcess(command, builder.start());
      RUNNING.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }

  /** Returns the first such line of standard output; fails with everything that was said. */
  String line(Predicate<String> wanted, Duration within) {
    return line(stdout, wanted, within);
  }

  /** Returns the first such line of standard error; fails with everything that was said. */
  String errorLine(Predicate<String> wanted, Duration within) {
    return line(stderr, wanted, within);
  }

  private String line(OutputLines output, Predicate<String> wanted, Duration within) {
    return output
        .await(wanted, within)
        .orElseThrow(() -> new AssertionError("no such line within " + within + " from " + this));
  }

  /** Waits until the process ended on its own; fails with everything that it said. */
  Ended end(Duration within) {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + within + ": " + this);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + this, e);
    }
    stdout.awaitEnd(KILL_WITHIN);
    stderr.awaitEnd(KILL_WITHIN);
    return new Ended(process.exitValue(), stdout.all(), stderr.all());
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Kills the process and all that it started. */
  @Override
  public void close() {
    killAll();
    RUNNING.remove(this);
    end(KILL_WITHIN);
  }

  private void killAll() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + "\nstdout: "
        + String.join("\n", stdout.all())
        + "\nstderr: "
        + String.join("\n", stderr.all());
  }

  /** What a process left. */
  record Ended(int code, List<String> stdout, List<String> stderr) {
    /** All of standard output. */
    String text() {
      return String.join("\n", stdout);
    }
  }
}
