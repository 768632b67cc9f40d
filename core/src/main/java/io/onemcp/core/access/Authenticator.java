package io.onemcp.core.access;

import io.onemcp.core.OutboundPort;
import java.util.Optional;

/**
 * Decides who is calling. Safe for use by many threads; takes the same time for wrong credentials
 * as for right ones.
 */
@OutboundPort
public interface Authenticator {
  /**
   * Judges the value of an {@code Authorization} header.
   *
   * @param authorization the header's value; empty where the request has none
   */
  Verdict judge(Optional<String> authorization);

  /** What was decided. */
  sealed interface Verdict {
    /** The caller is known. */
    record Authenticated(Caller caller) implements Verdict {}

    /** Credentials are missing or wrong; the reason is fit to be shown. */
    record Challenge(String reason) implements Verdict {}
  }
}
