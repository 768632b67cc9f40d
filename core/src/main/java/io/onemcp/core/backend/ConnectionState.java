package io.onemcp.core.backend;

import io.onemcp.core.protocol.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

  /** Returns in words why it stands there. */
  default String description() {
    return switch (this) {
      case Restarting(_, _, var cause) -> "restarting after: " + cause;
      case CrashLooped(_, var cause) -> "given up after: " + cause;
      case Disabled(var reason) -> reason;
      default -> label();
    };
  }

  /** Returns how long it is until the next attempt to connect, where that is known. */
  default Optional<Duration> retryIn(Instant now) {
    if (!(this instanceof Restarting(_, var retryAt, _))) {
      return Optional.empty();
    }
    return Optional.of(retryAt.isAfter(now) ? Duration.between(now, retryAt) : Duration.ZERO);
  }

  /** Not connected, because nobody has needed it yet, or for long. */
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
