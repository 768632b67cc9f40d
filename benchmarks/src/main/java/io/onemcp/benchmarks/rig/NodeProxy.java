package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Proxies in front of one stdio server, installed from npm by {@code benchmarks/rivals}. */
enum NodeProxy implements Product {
  SUPERGATEWAY("supergateway") {
    @Override
    List<String> arguments(int port, List<String> server) {
      return List.of(
          "--stdio",
          String.join(" ", server),
          "--outputTransport",
          "streamableHttp",
          "--stateful",
          "--port",
          "" + port,
          "--logLevel",
          "none");
    }
  },
  MCP_PROXY("mcp-proxy") {
    @Override
    List<String> arguments(int port, List<String> server) {
      List<String> all = new ArrayList<>(List.of("--port", "" + port, "--server", "stream", "--"));
      all.addAll(server);
      return all;
    }
  };

  private static final Path INSTALLED = Path.of("benchmarks", "rivals", "node_modules", ".bin");

  private final String command;

  NodeProxy(String command) {
    this.command = command;
  }

  @Override
  public String label() {
    return command;
  }

  abstract List<String> arguments(int port, List<String> server);

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return era == Era.STATEFUL && kind == BackendKind.STDIO;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    int port = Child.freePort();
    List<String> all = new ArrayList<>(List.of(INSTALLED.resolve(command).toString()));
    all.addAll(arguments(port, backends.command()));
    Child child = Child.start(folder.resolve("log"), all).awaitPort(port);
    return new Running(
        URI.create("http://127.0.0.1:" + port + "/mcp"), "", EchoAnswers.TOOL, child);
  }

  /** Returns whether it is installed. */
  boolean isInstalled() {
    return INSTALLED.resolve(command).toFile().canExecute();
  }
}
