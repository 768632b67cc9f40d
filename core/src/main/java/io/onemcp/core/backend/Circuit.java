package io.onemcp.core.backend;

import io.onemcp.core.config.SupervisionConfig.Breaker;
import java.time.Instant;

/**
 * Whether requests go to a connected backend, or are refused because too many in a row failed on
 * the way. What it becomes is a pure function.
 */
public sealed interface Circuit {
  /** Returns a circuit of which nothing is known. */
  static Circuit unused() {
    return new Closed(0);
  }

  /** Returns the name for people. */
  default String label() {
    return switch (this) {
      case Closed _ -> "closed";
      case Open _ -> "open";
      case HalfOpen _ -> "half-open";
    };
  }

  /** Returns whether a request may go now. */
  default boolean admits(Instant now) {
    return switch (this) {
      case Closed _ -> true;
      case Open(var until) -> !now.isBefore(until);
      case HalfOpen _ -> false;
    };
  }

  /** Returns what a signal makes of it. */
  default Circuit on(Signal signal, Breaker rule, Instant now) {
    return switch (signal) {
      case SUCCEEDED -> new Closed(0);
      case FAILED ->
          switch (this) {
            case Closed(int failures) when rule.failures() == 0 || failures + 1 < rule.failures() ->
                new Closed(failures + 1);
            case Open open -> open;
            default -> new Open(now.plus(rule.pause()));
          };
      case ADMITTED -> this instanceof Open && admits(now) ? new HalfOpen() : this;
      case INCONCLUSIVE -> this instanceof HalfOpen ? new Open(now) : this;
    };
  }

  /** Requests go; so many in a row have failed. */
  record Closed(int failures) implements Circuit {}

  /** Requests are refused until then. */
  record Open(Instant until) implements Circuit {}

  /** One request is let through, to see; all others are refused. */
  record HalfOpen() implements Circuit {}

  /** What can happen. */
  enum Signal {
    /** A request was let through. */
    ADMITTED,
    /** An answer came, good or bad. */
    SUCCEEDED,
    /** A request failed on the way. */
    FAILED,
    /** Nobody waits for an answer any more, or what happened says nothing of the next request. */
    INCONCLUSIVE
  }
}
