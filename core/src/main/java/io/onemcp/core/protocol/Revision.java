package io.onemcp.core.protocol;

import java.util.List;
import java.util.Optional;

/** The published revisions of the Model Context Protocol, oldest first. */
public enum Revision {
  V2024_11_05("2024-11-05", Era.STATEFUL),
  V2025_03_26("2025-03-26", Era.STATEFUL),
  V2025_06_18("2025-06-18", Era.STATEFUL),
  V2025_11_25("2025-11-25", Era.STATEFUL),
  V2026_07_28("2026-07-28", Era.STATELESS);

  /** What a stateful peer gets when it asks for a revision that nobody knows. */
  public static final Revision LATEST_STATEFUL = V2025_11_25;

  /** The newest revision without sessions. */
  public static final Revision LATEST_STATELESS = V2026_07_28;

  private static final List<Revision> ALL = List.of(values());

  private final String wire;
  private final Era era;

  Revision(String wire, Era era) {
    this.wire = wire;
    this.era = era;
  }

  /** Returns the spelling on the wire, a date. */
  public String wire() {
    return wire;
  }

  public Era era() {
    return era;
  }

  /** Returns whether this revision is {@code other} or a later one. */
  public boolean atLeast(Revision other) {
    return compareTo(other) >= 0;
  }

  /** Finds the revision spelled like this. */
  public static Optional<Revision> of(String wire) {
    for (Revision revision : ALL) {
      if (revision.wire.equals(wire)) {
        return Optional.of(revision);
      }
    }
    return Optional.empty();
  }

  /** Returns the revisions of an era, newest first. */
  public static List<Revision> of(Era era) {
    return ALL.stream().filter(revision -> revision.era == era).toList().reversed();
  }

  @Override
  public String toString() {
    return wire;
  }
}
