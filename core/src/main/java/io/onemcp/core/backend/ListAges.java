package io.onemcp.core.backend;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Until when the lists of one connection are true by the backend's own word. Kept of those only of
 * whose changes it does not tell (MCP 2026-07-28, caching). Safe for use by many threads.
 */
final class ListAges {
  /** A list is never read more often, whatever its backend says. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Map<CapabilityKind, Life> lives = new EnumMap<>(CapabilityKind.class);
  private final TimeSource time;

  ListAges(TimeSource time) {
    this.time = time;
  }

  /** Takes note that a list was just read. */
  synchronized void read(Hop hop, CapabilityKind kind, Offer.Freshness freshness) {
    ServerDescription server = hop.server();
    if (hop.revision().era() == Era.STATELESS
        && server.declares(kind)
        && !server.declares(kind.declaredAs(), "listChanged")) {
      long millis = Math.clamp(freshness.ttlMillis(), SHORTEST.toMillis(), LONGEST.toMillis());
      lives.put(kind, Life.from(time.nanos(), Duration.ofMillis(millis).toNanos()));
    }
  }

  /** Returns whether a list has to be read again; then not again before as long has passed. */
  synchronized boolean takeOver(CapabilityKind kind) {
    Life life = lives.get(kind);
    long now = time.nanos();
    if (life == null || now - life.end() < 0) {
      return false;
    }
    lives.put(kind, Life.from(now, life.nanos()));
    return true;
  }

  private record Life(long nanos, long end) {
    static Life from(long start, long nanos) {
      return new Life(nanos, start + nanos);
    }
  }
}
