package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;

/** How the gateway introduces itself, to clients as a server and to backends as a client. */
public record Implementation(String name, String title, String version) {
  /** Returns it as the schema's {@code Implementation}. */
  public Json json() {
    return new JsonWriter().put("name", name).put("title", title).put("version", version).json();
  }
}
