package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoHttp;
import io.onemcp.benchmarks.echo.EchoStdio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The echo servers of a scenario.
 *
 * @param kind how they are reached
 * @param ports of those that listen, in their order; none for child processes
 * @param count how many
 * @param tools of each
 */
record Backends(BackendKind kind, List<Integer> ports, int count, int tools, List<Child> running)
    implements AutoCloseable {
  /** Starts those that listen; a child process is started by whoever talks to it. */
  static Backends start(Path logs, BackendKind kind, int count, int tools) throws IOException {
    List<Integer> ports = new ArrayList<>();
    List<Child> running = new ArrayList<>();
    for (int i = 0; kind == BackendKind.HTTP && i < count; i++) {
      int port = Child.freePort();
      Child child =
          Child.start(logs.resolve("echo-" + i + ".log"), Child.java(EchoHttp.class, port, tools));
      running.add(child.awaitPort(port));
      ports.add(port);
    }
    return new Backends(kind, List.copyOf(ports), count, tools, running);
  }

  /** Returns the command line of one of them as a child process. */
  List<String> command() {
    return Child.java(EchoStdio.class, tools);
  }

  /** Returns where the n-th listens. */
  String url(int n) {
    return "http://127.0.0.1:" + ports.get(n) + "/mcp";
  }

  @Override
  public void close() {
    running.forEach(Child::close);
  }
}
