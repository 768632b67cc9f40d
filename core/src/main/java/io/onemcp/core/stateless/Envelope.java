package io.onemcp.core.stateless;

import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.headers.HeaderText;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every request of the stateless era carries in {@code params._meta} and repeats in its
 * headers.
 */
final class Envelope {
  static final String METHOD_HEADER = "Mcp-Method";
  static final String NAME_HEADER = "Mcp-Name";
  static final String VERSION_HEADER = "MCP-Protocol-Version";

  private Envelope() {}

  /** Puts the members into a request that has none of them. */
  static void put(JsonPatch patch, Revision revision, Json clientInfo, Json capabilities) {
    patch.set(Json.string(revision.wire()), "params", MetaKeys.META, MetaKeys.PROTOCOL_VERSION);
    patch.set(clientInfo, "params", MetaKeys.META, MetaKeys.CLIENT_INFO);
    patch.set(capabilities, "params", MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES);
  }

  /**
   * Returns the headers of a request; {@code name} is empty for methods that act on nothing named.
   */
  static Map<String, String> headers(Revision revision, String method, String name) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(VERSION_HEADER, revision.wire());
    headers.put(METHOD_HEADER, method);
    if (!name.isEmpty()) {
      headers.put(NAME_HEADER, HeaderText.encode(name));
    }
    return headers;
  }
}
