package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoHttp;
import io.onemcp.benchmarks.echo.EchoStdio;
import io.onemcp.benchmarks.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The servers of a scenario. Those that listen are all served by one process: what many of them
 * cost is to be seen in the gateway, not in the machine.
 *
 * @param kind how they are reached
 * @param port where they listen; 0 for those that do not
 * @param count how many
 * @param command of one of them as a child process
 */
record Backends(
    BackendKind kind, int port, int count, List<String> command, Optional<Child> listening)
    implements AutoCloseable {
  /** Starts echo servers that listen; a child process is started by whoever talks to it. */
  static Backends start(Path logs, BackendKind kind, int count, int tools) throws IOException {
    List<String> command = Child.java(EchoStdio.class, tools);
    if (kind == BackendKind.STDIO || kind == BackendKind.IN_PROCESS) {
      return new Backends(kind, 0, count, command, Optional.empty());
    }
    int port = Child.freePort();
    String answers = kind == BackendKind.SSE ? "events" : "json";
    Path log = logs.resolve("echo-" + port + ".log");
    Child child = Child.start(log, Child.java(EchoHttp.class, port, tools, answers));
    return new Backends(kind, port, count, command, Optional.of(child.awaitPort(port)));
  }

  /** Returns one child process of another kind. */
  static Backends child(List<String> command) {
    return new Backends(BackendKind.STDIO, 0, 1, command, Optional.empty());
  }

  /** Returns where the n-th listens. */
  String url(int n) {
    return "http://127.0.0.1:" + port + "/" + n + "/mcp";
  }

  @Override
  public void close() {
    listening.ifPresent(Child::close);
  }
}
