package io.onemcp.core.exchange;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;

/**
 * The result of a tool's call that never left the gateway: marked as an error, so that the model
 * reads it and can try again (MCP 2025-11-25, tools, error handling), with the facts for programs
 * in {@code _meta}.
 */
final class UnreachedTool {
  /** Where programs find the facts. */
  private static final String META = "io.onemcp/unavailable";

  private UnreachedTool() {}

  static WireText result(GatewayError.BackendUnavailable error, Era client) {
    RpcError facts = ErrorCodes.rpcError(error, client);
    Json text =
        new JsonWriter()
            .put("type", "text")
            .put("text", facts.message() + " The tool was not called; it is safe to try again.")
            .json();
    JsonWriter result =
        new JsonWriter()
            .put("content", JsonWriter.array(List.of(text)))
            .put("isError", Json.TRUE)
            .put(MetaKeys.META, new JsonWriter().putPresent(META, facts.data()).json());
    if (client == Era.STATELESS) {
      result.put("resultType", "complete");
    }
    return result.json().wire();
  }
}
