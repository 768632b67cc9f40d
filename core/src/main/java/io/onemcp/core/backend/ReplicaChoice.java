package io.onemcp.core.backend;

import io.onemcp.core.config.Replicas.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which replica of a group gets the next request: a pure function of how each stands. */
final class ReplicaChoice {
  private ReplicaChoice() {}

  /**
   * Returns the place of the replica in the list; empty if none can be used. What else speaks
   * against a replica counts only while another one is left: the last is never spared.
   *
   * @param turn grows with each choice
   */
  static OptionalInt of(List<Standing> standings, Balance balance, int turn) {
    List<Integer> left =
        IntStream.range(0, standings.size())
            .filter(place -> standings.get(place).usable())
            .boxed()
            .toList();
    left = preferring(left, place -> !standings.get(place).ejected());
    left = preferring(left, place -> standings.get(place).agrees());
    left = preferring(left, place -> standings.get(place).hasRoom());
    if (balance == Balance.LEAST_CONNECTIONS) {
      int least = left.stream().mapToInt(place -> standings.get(place).underWay()).min().orElse(0);
      left = preferring(left, place -> standings.get(place).underWay() == least);
    }
    return left.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(left.get(Math.floorMod(turn, left.size())));
  }

  private static List<Integer> preferring(List<Integer> places, IntPredicate better) {
    List<Integer> preferred = new ArrayList<>(places);
    preferred.removeIf(place -> !better.test(place));
    return preferred.isEmpty() ? places : preferred;
  }

  /**
   * How one replica stands.
   *
   * @param usable whether a request can be sent to it as it is
   * @param ejected whether it is left alone, since requests to it have failed
   * @param agrees whether it lists what the group shows
   * @param hasRoom whether the request need not wait for a place
   * @param underWay how many requests are under way there, or wait
   */
  record Standing(boolean usable, boolean ejected, boolean agrees, boolean hasRoom, int underWay) {}
}
