package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This gateway, as its launcher starts it. */
record OneMcp(Path launcher, boolean authenticates) implements Product {
  private static final String PREFIX = "echo0__";

  @Override
  public String label() {
    return authenticates ? Terms.OWN : Terms.OWN_WITHOUT_KEYS;
  }

  @Override
  public String version() {
    return Commands.firstLine(launcher.toString(), "--version").replaceFirst("onemcp ", "");
  }

  @Override
  public Optional<String> missing() {
    return Files.isExecutable(launcher) ? Optional.empty() : Optional.of(launcher + " is missing");
  }

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return kind != BackendKind.IN_PROCESS;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    Path config = folder.resolve("mcp.json");
    Files.writeString(config, config(backends));
    int port = Child.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher.toString(), "serve", "--config", config.toString(), "--port", "" + port));
    if (!authenticates) {
      command.add("--no-auth");
    }
    Path key = folder.resolve("api-key");
    return new Running(
        Running.local(port),
        () -> authenticates ? credential(key) : "",
        PREFIX + EchoAnswers.TOOL,
        Integer.MAX_VALUE,
        Optional.of(Child.start(folder.resolve("log"), command)));
  }

  /** Returns what a tool or resource of the first server is called. */
  static String exposed(String name) {
    return PREFIX + name;
  }

  private static String credential(Path key) {
    try {
      return "Bearer " + (Files.exists(key) ? Files.readString(key).strip() : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(Backends backends) {
    JsonWriter servers = new JsonWriter();
    for (int i = 0; i < backends.count(); i++) {
      JsonWriter server = new JsonWriter();
      if (backends.kind() == BackendKind.STDIO) {
        List<String> command = backends.command();
        server.put("command", command.getFirst());
        server.put("args", JsonWriter.strings(command.subList(1, command.size())));
      } else {
        server.put("url", backends.url(i));
      }
      servers.put("echo" + i, server.json());
    }
    Json limits = Json.of("{\"limits\":{\"maxSessions\":20000,\"maxStreams\":20000}}");
    Json whole = new JsonWriter().put("mcpServers", servers.json()).put("runtime", limits).json();
    return whole.toString();
  }
}
