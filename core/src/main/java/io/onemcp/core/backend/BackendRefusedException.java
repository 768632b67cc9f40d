package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The peer answered over HTTP, but with a status and no JSON-RPC message. */
public final class BackendRefusedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private static final int TOO_MANY_REQUESTS = 429;

  private final int status;
  private final @Nullable Duration retryIn;

  public BackendRefusedException(int status, String reason) {
    this(status, reason, Optional.empty());
  }

  /** Makes a refusal of a peer that says when it may be asked again. */
  public BackendRefusedException(int status, String reason, Optional<Duration> retryIn) {
    super(reason);
    this.status = status;
    this.retryIn = retryIn.orElse(null);
  }

  /** Returns when the peer wants to be asked again, where it says so. */
  public Optional<Duration> retryIn() {
    return Optional.ofNullable(retryIn);
  }

  /**
   * Returns whether nothing was carried out: there were too many requests (RFC 6585, section 4).
   */
  public boolean isUnread() {
    return status == TOO_MANY_REQUESTS;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }
}
