package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendTransport.Stdio;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A child process and everything that it started. Safe for use by many threads. */
final class Child {
  private final Process process;
  private final ProcessGroups groups;
  private final AtomicBoolean swept = new AtomicBoolean();

  private Child(Process process, ProcessGroups groups) {
    this.process = process;
    this.groups = groups;
  }

  /**
   * Starts a process.
   *
   * @param own the environment that a safe part is taken from
   * @throws BackendUnreachableException if the command cannot be started
   */
  static Child start(Stdio stdio, Map<String, String> own, ProcessGroups groups) {
    Map<String, String> environment = ChildEnvironment.of(own, stdio.env());
    File folder = new File(stdio.cwd().orElse("")).getAbsoluteFile();
    List<String> line = new ArrayList<>();
    line.add(program(stdio.command(), environment, folder.toPath()));
    line.addAll(stdio.args());
    ProcessBuilder builder = new ProcessBuilder(groups.commandLine(line)).directory(folder);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new Child(builder.start(), groups);
    } catch (IOException e) {
      throw new BackendUnreachableException(
          "the process could not be started: " + e.getMessage(), e);
    }
  }

  private static String program(String command, Map<String, String> environment, Path folder) {
    if (File.separatorChar == '\\') {
      // Windows looks in more places than PATH, and adds endings: that is left to the system.
      return command;
    }
    return Program.find(command, environment.getOrDefault("PATH", ""), folder)
        .map(Path::toString)
        .orElseThrow(
            () -> new BackendUnreachableException("command not found: \"" + command + "\""));
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  InputStream output() {
    return process.getInputStream();
  }

  InputStream errors() {
    return process.getErrorStream();
  }

  /** Waits for the exit and returns its code. */
  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits so long for the exit, and returns whether it came. */
  boolean awaitExit(Duration bound) throws InterruptedException {
    return process.waitFor(bound.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Kills what a process that has exited left behind in its group. To be called soon after the
   * exit, while no other process can have got the number; a second call does nothing.
   */
  void sweep() throws InterruptedException {
    if (swept.compareAndSet(false, true)) {
      groups.signal("KILL", process.pid());
    }
  }

  /**
   * Ends the process and what it started, in phases; its input must be at its end already. An
   * interrupt skips the waits that are left.
   */
  void end(ShutdownTimes times) {
    Set<ProcessHandle> family = new LinkedHashSet<>(process.descendants().toList());
    try {
      if (!awaitExit(times.afterEndOfInput())) {
        family.addAll(process.descendants().toList());
        groups.signal("TERM", process.pid());
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        awaitExit(times.afterTerm());
      }
      kill(family);
      awaitExit(times.afterKill());
    } catch (InterruptedException _) {
      process.destroyForcibly();
      family.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  private void kill(Set<ProcessHandle> family) throws InterruptedException {
    sweep();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
