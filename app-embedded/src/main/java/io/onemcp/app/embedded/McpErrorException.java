package io.onemcp.app.embedded;

import io.onemcp.core.GatewayException;
import io.onemcp.core.protocol.RpcError;

/** A request was answered with a JSON-RPC error. */
public final class McpErrorException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final int code;

  McpErrorException(RpcError error) {
    super(error.message());
    this.code = error.code();
  }

  /** Returns the JSON-RPC error code. */
  public int code() {
    return code;
  }
}
