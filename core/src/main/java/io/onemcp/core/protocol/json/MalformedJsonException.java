package io.onemcp.core.protocol.json;

import io.onemcp.core.GatewayException;

/**
 * Text that is no JSON, or JSON whose meaning two readers could see differently (RFC 8259, section
 * 4).
 */
public final class MalformedJsonException extends GatewayException {
  private static final long serialVersionUID = 1L;

  public MalformedJsonException(String message) {
    super(message);
  }

  MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
