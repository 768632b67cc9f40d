package io.onemcp.core;

/** Root of the few exceptions by which the core and its adapters report what the outside did. */
public abstract class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  protected GatewayException(String message) {
    super(message);
    this.message = message;
  }

  protected GatewayException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  /** Returns what happened; there is always a text. */
  @Override
  public final String getMessage() {
    return message;
  }
}
