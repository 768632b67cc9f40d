package io.onemcp.core.backend;

import io.onemcp.core.protocol.Revision;
import java.time.Instant;

/** Where a backend stands. */
public sealed interface ConnectionState {
  /** Returns the state's name for people, one or two words in lower case. */
  default String label() {
    return switch (this) {
      case Idle _ -> "idle";
      case Connecting _ -> "connecting";
      case AwaitingConsent _ -> "awaiting consent";
      case Ready _ -> "ready";
      case Restarting _ -> "restarting";
      case CrashLooped _ -> "crash-looped";
      case Disabled _ -> "disabled";
    };
  }

  /** Not asked to connect yet. */
  record Idle() implements ConnectionState {}

  /** A dial is under way, the n-th since the backend was last ready. */
  record Connecting(int attempt) implements ConnectionState {}

  /** A person has to visit the address before it can connect. */
  record AwaitingConsent(String url) implements ConnectionState {}

  /**
   * Connected since then; calls go through. It took so many attempts, and a break before it is
   * stable is one more.
   */
  record Ready(Revision revision, Instant since, int attempts) implements ConnectionState {}

  /** Lost or unreachable; the next dial comes at the instant given. */
  record Restarting(int attempt, Instant retryAt, String cause) implements ConnectionState {}

  /** Given up after so many attempts, until somebody starts it again. */
  record CrashLooped(int attempts, String cause) implements ConnectionState {}

  /** Not wanted. */
  record Disabled(String reason) implements ConnectionState {}
}
