package io.onemcp.app.embedded;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server of tools written in Java. Immutable.
 *
 * <pre>{@code
 * ToolServer.named("greeter")
 *     .tool("hello", "Says hello", schema, call -> ToolOutput.text("Hello, " + call.text("name", "you")))
 * }</pre>
 */
public final class ToolServer implements InProcessServer {
  private final Implementation self;
  private final Map<String, Tool> tools;

  private ToolServer(Implementation self, Map<String, Tool> tools) {
    this.self = self;
    this.tools = tools;
  }

  /** Begins a server without tools. */
  public static ToolServer named(String name) {
    return new ToolServer(new Implementation(name, name, "1"), new LinkedHashMap<>());
  }

  /**
   * Returns a server that has one tool more.
   *
   * @param inputSchema JSON Schema of the arguments, an object
   * @throws IllegalArgumentException if there is a tool of this name
   */
  public ToolServer tool(String name, String description, Json inputSchema, ToolHandler handler) {
    Map<String, Tool> more = new LinkedHashMap<>(tools);
    Json definition =
        new JsonWriter()
            .put("name", name)
            .put("description", description)
            .put("inputSchema", inputSchema)
            .json();
    if (more.put(name, new Tool(definition, handler)) != null) {
      throw new IllegalArgumentException("tool: \"" + name + "\" (expected: each name once)");
    }
    return new ToolServer(self, more);
  }

  @Override
  public Response answer(Request request, Interim interim) throws InterruptedException {
    return speech(Era.STATELESS).answer(request, interim);
  }

  ServerSpeech speech(Era era) {
    return new ServerSpeech(era, self, tools);
  }

  record Tool(Json definition, ToolHandler handler) {}
}
