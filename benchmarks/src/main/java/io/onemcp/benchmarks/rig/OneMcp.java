package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This gateway, as its launcher starts it. */
final class OneMcp implements Product {
  private final Path launcher;

  OneMcp(Path launcher) {
    this.launcher = launcher;
  }

  @Override
  public String label() {
    return "OneMCP";
  }

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return true;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    Running running = launch(backends, folder);
    running.child().awaitPort(running.endpoint().getPort());
    Path key = folder.resolve("api-key");
    return running.with("Bearer " + Files.readString(key).strip());
  }

  /** Starts it and does not wait; its credential is not known yet. */
  Running launch(Backends backends, Path folder) throws IOException {
    Path config = folder.resolve("mcp.json");
    Files.writeString(config, config(backends));
    int port = Child.freePort();
    List<String> command =
        List.of(launcher.toString(), "serve", "--config", config.toString(), "--port", "" + port);
    URI endpoint = URI.create("http://127.0.0.1:" + port + "/mcp");
    String tool = "echo0__" + EchoAnswers.TOOL;
    return new Running(endpoint, "", tool, Child.start(folder.resolve("log"), command));
  }

  private static String config(Backends backends) {
    JsonWriter servers = new JsonWriter();
    for (int i = 0; i < backends.count(); i++) {
      JsonWriter server = new JsonWriter();
      if (backends.kind() == BackendKind.HTTP) {
        server.put("url", backends.url(i));
      } else {
        List<String> command = backends.command();
        server.put("command", command.getFirst());
        server.put("args", JsonWriter.strings(command.subList(1, command.size())));
      }
      servers.put("echo" + i, server.json());
    }
    Json whole = new JsonWriter().put("mcpServers", servers.json()).json();
    return whole.toString();
  }
}
