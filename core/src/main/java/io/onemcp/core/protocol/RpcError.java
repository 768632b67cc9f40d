package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The error object of a JSON-RPC answer.
 *
 * @param code the error's number
 * @param message one sentence for people
 * @param data details for programs
 */
public record RpcError(int code, String message, @Nullable Json data) {
  /** Makes an error without details. */
  public RpcError(int code, String message) {
    this(code, message, null);
  }

  /** Returns it as it stands in an answer. */
  public Json json() {
    return new JsonWriter()
        .put("code", code)
        .put("message", message)
        .putPresent("data", data)
        .json();
  }
}
