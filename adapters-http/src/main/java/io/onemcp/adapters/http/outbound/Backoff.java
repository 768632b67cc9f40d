package io.onemcp.adapters.http.outbound;

import java.time.Duration;
import java.util.OptionalLong;

/** How long to wait before the next attempt: twice as long each time, or what the server wishes. */
final class Backoff {
  /** Servers that wish for no wait at all would be asked without end. */
  private static final Duration SHORTEST_WISH = Duration.ofMillis(50);

  private static final Duration LONGEST_WISH = Duration.ofMinutes(1);

  private final Duration first;
  private final Duration longest;
  private Duration wait;

  Backoff(OutboundHttp.Settings settings) {
    this.first = settings.reconnectDelay();
    this.longest = settings.maxReconnectDelay();
    this.wait = first;
  }

  /** Takes the server's wish for the next wait. */
  void serverWishes(OptionalLong millis) {
    millis.ifPresent(wish ->
        wait =
            Duration.ofMillis(Math.clamp(wish, SHORTEST_WISH.toMillis(), LONGEST_WISH.toMillis())));
  }

  void reset() {
    wait = first;
  }

  Duration next() {
    Duration now = wait;
    wait = shorter(now.multipliedBy(2), longest);
    return now;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
