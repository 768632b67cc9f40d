package io.onemcp.core.backend;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonKind;
import java.util.Optional;

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
