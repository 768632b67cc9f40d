package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoHttp;
import io.onemcp.benchmarks.echo.EchoStdio;
import io.onemcp.benchmarks.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The echo servers of a scenario. Those that listen are all served by one process: what many of
 * them cost is to be seen in the gateway, not in the machine.
 *
 * @param kind how they are reached
 * @param port where they listen; 0 for child processes
 * @param count how many
 * @param tools of each
 */
record Backends(BackendKind kind, int port, int count, int tools, Optional<Child> listening)
    implements AutoCloseable {
  /** Starts those that listen; a child process is started by whoever talks to it. */
  static Backends start(Path logs, BackendKind kind, int count, int tools) throws IOException {
    if (kind == BackendKind.STDIO) {
      return new Backends(kind, 0, count, tools, Optional.empty());
    }
    int port = Child.freePort();
    Child child = Child.start(logs.resolve("echo.log"), Child.java(EchoHttp.class, port, tools));
    return new Backends(kind, port, count, tools, Optional.of(child.awaitPort(port)));
  }

  /** Returns the command line of one of them as a child process. */
  List<String> command() {
    return Child.java(EchoStdio.class, tools);
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
