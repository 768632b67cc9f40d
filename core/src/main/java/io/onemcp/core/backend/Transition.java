package io.onemcp.core.backend;

import java.time.Duration;
import java.util.List;

/**
 * What a signal leads to.
 *
 * @param next the state from now on
 * @param effects what has to be done, in order
 */
record Transition(ConnectionState next, List<Effect> effects) {
  static Transition to(ConnectionState next, Effect... effects) {
    return new Transition(next, List.of(effects));
  }

  /** Something for the owner of the state to do. */
  sealed interface Effect {
    /** Begin to connect. */
    record Dial(int attempt) implements Effect {}

    /** Take the connection into use that the dial brought. */
    record Adopt() implements Effect {}

    /** Signal {@link ConnectionSignal.RetryDue} after the pause. */
    record RetryAfter(Duration pause, int attempt) implements Effect {}

    /** Give up the dial, or close the connection that it brought. */
    record HangUp() implements Effect {}
  }
}
