package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The backend is not connected, or is left alone for a while; nothing was sent. */
public final class BackendUnavailableException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryIn;

  BackendUnavailableException(String reason) {
    this(reason, Optional.empty());
  }

  BackendUnavailableException(String reason, Optional<Duration> retryIn) {
    super(reason);
    this.retryIn = retryIn.orElse(null);
  }

  /** Returns when another attempt makes sense, where that is known. */
  public Optional<Duration> retryIn() {
    return Optional.ofNullable(retryIn);
  }
}
