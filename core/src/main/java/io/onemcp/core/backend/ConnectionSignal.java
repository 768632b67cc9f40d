package io.onemcp.core.backend;

import io.onemcp.core.protocol.Revision;

/**
 * What can happen to a backend. A signal of a dial carries the number of the attempt that it
 * belongs to.
 */
sealed interface ConnectionSignal {
  /** Returns in words why the state moves. */
  default String cause() {
    return switch (this) {
      case Start() -> "it is wanted";
      case Connected(_, var revision) -> "connected with revision " + revision.wire();
      case ConsentNeeded _ -> "a person has to consent";
      case DialFailed(_, var cause) -> cause;
      case Lost(var cause) -> cause;
      case RetryDue(int attempt) -> "attempt " + attempt + " is due";
      case Restart(var reason) -> reason;
      case Rest(var reason) -> reason;
      case Disable(var reason) -> reason;
    };
  }

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

  /** Somebody wants it connected anew, whatever became of it. */
  record Restart(String reason) implements ConnectionSignal {}

  /** Nobody needs it for now. */
  record Rest(String reason) implements ConnectionSignal {}

  /** Nobody wants it any more. */
  record Disable(String reason) implements ConnectionSignal {}
}
