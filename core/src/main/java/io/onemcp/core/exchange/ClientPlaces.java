package io.onemcp.core.exchange;

import io.onemcp.core.access.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests of each caller are under way, so that none takes all places of a backend. Where
 * authentication is off, everybody is one caller, so each origin counts by itself. Safe for use by
 * many threads.
 */
public final class ClientPlaces {
  private final int most;
  private final Map<Holder, Integer> taken = new HashMap<>();

  /**
   * Makes places of which all are free.
   *
   * @param most of one caller
   */
  public ClientPlaces(int most) {
    this.most = most;
  }

  /** Takes a place, which {@link #leave} gives back; returns whether there was one. */
  synchronized boolean enter(Caller caller, String origin) {
    Holder holder = Holder.of(caller, origin);
    int before = taken.getOrDefault(holder, 0);
    if (before >= most) {
      return false;
    }
    taken.put(holder, before + 1);
    return true;
  }

  synchronized void leave(Caller caller, String origin) {
    taken.computeIfPresent(Holder.of(caller, origin), (_, count) -> count == 1 ? null : count - 1);
  }

  /** Who is counted by itself. */
  private record Holder(Caller caller, String origin) {
    static Holder of(Caller caller, String origin) {
      return new Holder(caller, caller.equals(Caller.ANONYMOUS) ? origin : "");
    }
  }
}
