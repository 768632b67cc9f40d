package io.onemcp.core.backend;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonKind;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself in its handshake.
 *
 * @param serverInfo its name and version, for display only
 * @param capabilities what it declares
 * @param instructions its words for the model
 */
public record ServerDescription(Json serverInfo, Json capabilities, Optional<String> instructions) {
  /** A server that says nothing of itself. */
  public static final ServerDescription UNKNOWN =
      new ServerDescription(Json.EMPTY_OBJECT, Json.EMPTY_OBJECT, Optional.empty());

  /** Members of capabilities that somebody looks at later. */
  private static final List<String> READ =
      List.of("tools", "prompts", "resources", "completions", "logging", "tasks", "extensions");

  /**
   * Takes what a server said of itself.
   *
   * @throws MalformedJsonException if two readers could see different capabilities
   */
  public static ServerDescription of(
      @Nullable Json serverInfo, @Nullable Json capabilities, @Nullable String instructions) {
    Json declared = orEmpty(capabilities);
    for (String name : READ) {
      declared.at(name, "listChanged");
      declared.at(name, "subscribe");
    }
    return new ServerDescription(orEmpty(serverInfo), declared, Optional.ofNullable(instructions));
  }

  private static Json orEmpty(@Nullable Json value) {
    return value == null || !value.isObject() ? Json.EMPTY_OBJECT : value;
  }

  /** Returns whether the server declares that it has things of this kind. */
  public boolean declares(CapabilityKind kind) {
    return capabilities.at(kind.declaredAs()) != null;
  }

  /** Returns whether the server declares the capability at this path, as an object or as true. */
  public boolean declares(String... path) {
    Json declared = capabilities.at(path);
    return declared != null && (declared.kind() == JsonKind.OBJECT || declared.equals(Json.TRUE));
  }
}
