package io.onemcp.core.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of several replicas stands best, and so says where the group stands. */
final class Standings {
  private Standings() {}

  /** Returns the first of those that stand best; empty if there are none. */
  static Optional<Replica> best(List<Replica> replicas) {
    return replicas.stream().min(Comparator.comparingInt(it -> rank(it.backend().state())));
  }

  /** Returns how far a state is from being of use; a sooner attempt is not nearer. */
  static int rank(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Ready _ -> 0;
      case ConnectionState.Connecting _ -> 1;
      case ConnectionState.Idle _ -> 2;
      case ConnectionState.Restarting _ -> 3;
      case ConnectionState.AwaitingConsent _ -> 4;
      case ConnectionState.CrashLooped _ -> 5;
      case ConnectionState.Disabled _ -> 6;
    };
  }
}
