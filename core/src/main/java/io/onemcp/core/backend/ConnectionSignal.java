package io.onemcp.core.backend;

import io.onemcp.core.protocol.Revision;

/**
 * What can happen to a backend. A signal of a dial carries the number of the attempt that it
 * belongs to.
 */
sealed interface ConnectionSignal {
  /** Somebody wants it connected. */
  record Start() implements ConnectionSignal {}

  /** The dial succeeded. */
  record Connected(int attempt, Revision revision) implements ConnectionSignal {}

  /** The dial found that a person has to consent first. */
  record ConsentNeeded(int attempt, String url) implements ConnectionSignal {}

  /** The dial failed. */
  record DialFailed(int attempt, String cause) implements ConnectionSignal {}

  /** The connection that was ready broke. */
  record Lost(String cause) implements ConnectionSignal {}

  /** The pause before the next dial is over. */
  record RetryDue(int attempt) implements ConnectionSignal {}

  /** Nobody wants it any more. */
  record Disable(String reason) implements ConnectionSignal {}
}
