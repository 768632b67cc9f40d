package io.onemcp.core.backend;

import io.onemcp.core.backend.ConnectionSignal.Connected;
import io.onemcp.core.backend.ConnectionSignal.ConsentNeeded;
import io.onemcp.core.backend.ConnectionSignal.DialFailed;
import io.onemcp.core.backend.ConnectionSignal.Disable;
import io.onemcp.core.backend.ConnectionSignal.Lost;
import io.onemcp.core.backend.ConnectionSignal.Rest;
import io.onemcp.core.backend.ConnectionSignal.Restart;
import io.onemcp.core.backend.ConnectionSignal.RetryDue;
import io.onemcp.core.backend.ConnectionSignal.Start;
import io.onemcp.core.backend.ConnectionState.AwaitingConsent;
import io.onemcp.core.backend.ConnectionState.Connecting;
import io.onemcp.core.backend.ConnectionState.CrashLooped;
import io.onemcp.core.backend.ConnectionState.Disabled;
import io.onemcp.core.backend.ConnectionState.Idle;
import io.onemcp.core.backend.ConnectionState.Ready;
import io.onemcp.core.backend.ConnectionState.Restarting;
import io.onemcp.core.backend.Transition.Effect.Adopt;
import io.onemcp.core.backend.Transition.Effect.Dial;
import io.onemcp.core.backend.Transition.Effect.HangUp;
import io.onemcp.core.backend.Transition.Effect.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of a connection as a pure function: no I/O, no clock, no thread.
 *
 * <p>A result of a dial moves the state only if that very dial is awaited; a stale one means
 * nothing.
 */
final class ConnectionLifecycle {
  private final RestartPolicy policy;

  ConnectionLifecycle(RestartPolicy policy) {
    this.policy = policy;
  }

  /** Returns what a signal leads to; {@code chance}, from 0 to 1, spreads the pauses. */
  Transition on(ConnectionState state, ConnectionSignal signal, Instant now, double chance) {
    return switch (signal) {
      case Start() -> started(state);
      case Restart _ ->
          state instanceof Disabled
              ? Transition.to(state)
              : Transition.to(new Connecting(1), new HangUp(), new Dial(1));
      case Rest _ ->
          state instanceof Ready ? Transition.to(new Idle(), new HangUp()) : Transition.to(state);
      case Disable(var reason) -> Transition.to(new Disabled(reason), new HangUp());
      case Connected(int attempt, var revision) ->
          awaits(state, attempt)
              ? Transition.to(new Ready(revision, now, attempt), new Adopt())
              : Transition.to(state);
      case ConsentNeeded(int attempt, var url) ->
          awaits(state, attempt)
              ? Transition.to(new AwaitingConsent(url), new HangUp())
              : Transition.to(state);
      case DialFailed(int attempt, var cause) ->
          awaits(state, attempt) ? again(attempt + 1, cause, now, chance) : Transition.to(state);
      case Lost(var cause) ->
          state instanceof Ready ready ? lost(ready, cause, now, chance) : Transition.to(state);
      case RetryDue(int attempt) ->
          state instanceof Restarting restarting && restarting.attempt() == attempt
              ? Transition.to(new Connecting(attempt), new Dial(attempt))
              : Transition.to(state);
    };
  }

  private static Transition started(ConnectionState state) {
    return switch (state) {
      case Ready _, Connecting _ -> Transition.to(state);
      default -> Transition.to(new Connecting(1), new Dial(1));
    };
  }

  private static boolean awaits(ConnectionState state, int attempt) {
    return state instanceof Connecting connecting && connecting.attempt() == attempt;
  }

  private Transition lost(Ready ready, String cause, Instant now, double chance) {
    if (!policy.onLoss()) {
      return Transition.to(new CrashLooped(ready.attempts(), cause), new HangUp());
    }
    boolean stable = Duration.between(ready.since(), now).compareTo(policy.stable()) >= 0;
    Transition next =
        stable ? again(1, cause, now, 0) : again(ready.attempts() + 1, cause, now, chance);
    List<Transition.Effect> effects = new ArrayList<>(List.of(new HangUp()));
    effects.addAll(next.effects());
    return new Transition(next.next(), effects);
  }

  private Transition again(int attempt, String cause, Instant now, double chance) {
    if (attempt > policy.attempts()) {
      return Transition.to(new CrashLooped(attempt - 1, cause));
    }
    Duration pause = policy.pause(attempt, chance);
    return Transition.to(
        new Restarting(attempt, now.plus(pause), cause), new RetryAfter(pause, attempt));
  }
}
