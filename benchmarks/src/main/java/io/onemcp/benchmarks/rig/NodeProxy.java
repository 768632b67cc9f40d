package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    // Each session has a server process of its own.
    @Override
    int mostClients() {
      return MOST_CLIENTS;
    }
  },
  MCP_PROXY("mcp-proxy") {
    @Override
    List<String> arguments(int port, List<String> server) {
      List<String> all = new ArrayList<>(List.of("--port", "" + port, "--server", "stream", "--"));
      all.addAll(server);
      return all;
    }

    @Override
    int mostClients() {
      return Integer.MAX_VALUE;
    }
  };

  private static final Path INSTALLED = Path.of("benchmarks", "rivals", "node_modules");
  private static final int MOST_CLIENTS = 16;

  private final String command;

  NodeProxy(String command) {
    this.command = command;
  }

  @Override
  public String label() {
    return command;
  }

  abstract List<String> arguments(int port, List<String> server);

  /** Returns the sessions that this machine can bear of it. */
  abstract int mostClients();

  @Override
  public String version() {
    try {
      Path file = INSTALLED.resolve(command, "package.json");
      return new JsonReader(100).read(Files.readAllBytes(file)).text("version") + "";
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public Optional<String> missing() {
    return executable().toFile().canExecute()
        ? Optional.empty()
        : Optional.of("not installed (npm ci in benchmarks/rivals does it)");
  }

  private Path executable() {
    return INSTALLED.resolve(".bin", command);
  }

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return era == Era.STATEFUL && kind == BackendKind.STDIO;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    int port = Child.freePort();
    List<String> all = new ArrayList<>(List.of(executable().toString()));
    all.addAll(arguments(port, backends.command()));
    Child child = Child.start(folder.resolve("log"), all);
    return new Running(
        Running.local(port), () -> "", EchoAnswers.TOOL, mostClients(), Optional.of(child));
  }
}
