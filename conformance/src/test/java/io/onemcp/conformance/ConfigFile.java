package io.onemcp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A configuration that a test writes for its gateway. */
final class ConfigFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode servers = root.putObject("mcpServers");

  /** Adds a server that runs as a child process. */
  ConfigFile stdio(String name, List<String> command, Map<String, String> env) {
    ObjectNode server = servers.putObject(name);
    server.put("command", command.getFirst());
    command.stream().skip(1).forEach(server.withArray("args")::add);
    env.forEach(server.withObject("env")::put);
    return this;
  }

  /** Adds a server that runs as a child process. */
  ConfigFile stdio(String name, List<String> command) {
    return stdio(name, command, Map.of());
  }

  /** Adds a server that is reached over Streamable HTTP. */
  ConfigFile http(String name, URI url) {
    servers.putObject(name).put("type", "http").put("url", url.toString());
    return this;
  }

  /** Adds a server that is reached over the HTTP+SSE transport. */
  ConfigFile sse(String name, URI url) {
    servers.putObject(name).put("type", "sse").put("url", url.toString());
    return this;
  }

  /** Sets a key of one server. */
  ConfigFile server(String name, String key, String value) {
    servers.withObject("/" + name).put(key, value);
    return this;
  }

  /** Sets a key for all servers. */
  ConfigFile defaults(String key, String value) {
    root.withObject("serverDefaults").put(key, value);
    return this;
  }

  /** Sets a key for all servers. */
  ConfigFile defaults(String key, int value) {
    root.withObject("serverDefaults").put(key, value);
    return this;
  }

  /** Sets a key of how servers are watched over. */
  ConfigFile supervision(String key, String value) {
    root.withObject("runtime").withObject("supervision").put(key, value);
    return this;
  }

  /** Sets a bound on what the gateway holds. */
  ConfigFile limit(String key, int value) {
    root.withObject("runtime").withObject("limits").put(key, value);
    return this;
  }

  /** Writes the file into a folder that becomes the gateway's own. */
  Path writeTo(Path folder) {
    try {
      return Files.writeString(folder.resolve("mcp.json"), root.toPrettyString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
