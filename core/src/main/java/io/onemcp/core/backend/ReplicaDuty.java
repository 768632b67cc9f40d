package io.onemcp.core.backend;

import io.onemcp.core.protocol.Revision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Which replica's offer is the group's, and which speaks for it: pure functions. */
final class ReplicaDuty {
  private ReplicaDuty() {}

  /**
   * Returns whose offer the group shows: the same as before while it may come back and others can
   * serve what it listed; otherwise the first that is there.
   *
   * @param current whose offer is shown now; -1 for nobody's
   */
  static OptionalInt source(List<Standing> standings, int current) {
    boolean known = current >= 0 && standings.get(current).offered().isPresent();
    if (known && (noneIsLive(standings) || someSpeaks(standings, standings.get(current)))) {
      return OptionalInt.of(current);
    }
    OptionalInt live = first(standings, true);
    if (live.isPresent()) {
      return live;
    }
    return known ? OptionalInt.of(current) : first(standings, false);
  }

  /** Returns who is asked for what only one has to do: the source, or else one like it. */
  static OptionalInt speaker(List<Standing> standings, OptionalInt source) {
    if (source.isEmpty() || standings.get(source.getAsInt()).live().isPresent()) {
      return source;
    }
    Optional<Revision> shown = standings.get(source.getAsInt()).offered();
    return IntStream.range(0, standings.size())
        .filter(place -> standings.get(place).live().equals(shown))
        .findFirst();
  }

  /** Returns whether two replicas offer the same, in whatever order. */
  static boolean agree(Offer one, Offer other) {
    return one.equals(other)
        || (one.revision().equals(other.revision())
            && one.server().capabilities().equals(other.server().capabilities())
            && agreeOnLists(one, other));
  }

  private static boolean agreeOnLists(Offer one, Offer other) {
    for (CapabilityKind kind : CapabilityKind.values()) {
      if (!Set.copyOf(one.list(kind)).equals(Set.copyOf(other.list(kind)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean noneIsLive(List<Standing> standings) {
    return standings.stream().allMatch(it -> it.live().isEmpty());
  }

  private static boolean someSpeaks(List<Standing> standings, Standing shown) {
    return standings.stream().anyMatch(it -> it.live().equals(shown.offered()));
  }

  private static OptionalInt first(List<Standing> standings, boolean live) {
    return IntStream.range(0, standings.size())
        .filter(place -> standings.get(place).offered().isPresent())
        .filter(place -> !live || standings.get(place).live().isPresent())
        .findFirst();
  }

  /**
   * What is known of one replica.
   *
   * @param offered the revision in which it has offered something; empty if it has not
   * @param live the revision that it speaks now; empty if it does not
   */
  record Standing(Optional<Revision> offered, Optional<Revision> live) {}
}
