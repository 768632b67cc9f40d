package io.onemcp.core.backend;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one backend offers, as of its last lists.
 *
 * @param revision what the backend speaks, and in which the definitions are written
 * @param server what it says of itself
 * @param lists its capabilities, per kind, in its own order
 * @param freshness how long the lists stay true, by the backend's own word
 */
public record Offer(
    Revision revision,
    ServerDescription server,
    Map<CapabilityKind, List<Capability>> lists,
    Freshness freshness) {
  public Offer {
    Map<CapabilityKind, List<Capability>> copy = new EnumMap<>(CapabilityKind.class);
    lists.forEach((kind, list) -> {
      if (!list.isEmpty()) {
        copy.put(kind, List.copyOf(list));
      }
    });
    lists = Map.copyOf(copy);
  }

  /** Returns the era in which the definitions are written. */
  public Era era() {
    return revision.era();
  }

  /** Returns the capabilities of a kind; none where the backend has none. */
  public List<Capability> list(CapabilityKind kind) {
    return lists.getOrDefault(kind, List.of());
  }

  /**
   * How long lists may be kept (revision 2026-07-28, caching).
   *
   * @param ttlMillis time to live in milliseconds; 0 where the backend gives none
   * @param shareable whether the backend calls the lists public
   */
  public record Freshness(long ttlMillis, boolean shareable) {
    /** Lists of which nobody promised anything. */
    public static final Freshness NONE = new Freshness(0, false);
  }
}
