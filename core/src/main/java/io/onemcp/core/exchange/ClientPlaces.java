package io.onemcp.core.exchange;

import io.onemcp.core.access.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests of each caller are under way, so that none takes all places of a backend.
 * Callers that nobody can tell apart, because authentication is off, are not counted. Safe for use
 * by many threads.
 */
public final class ClientPlaces {
  private final int most;
  private final Map<Caller, Integer> taken = new HashMap<>();

  /**
   * Makes places of which all are free.
   *
   * @param most of one caller
   */
  public ClientPlaces(int most) {
    this.most = most;
  }

  /** Takes a place, which {@link #leave} gives back; returns whether there was one. */
  synchronized boolean enter(Caller caller) {
    if (caller.equals(Caller.ANONYMOUS)) {
      return true;
    }
    int before = taken.getOrDefault(caller, 0);
    if (before >= most) {
      return false;
    }
    taken.put(caller, before + 1);
    return true;
  }

  synchronized void leave(Caller caller) {
    taken.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
  }
}
