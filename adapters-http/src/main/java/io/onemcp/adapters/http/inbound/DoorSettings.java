package io.onemcp.adapters.http.inbound;

import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.config.Limits;
import java.time.Duration;

/**
 * How an {@link UndertowDoor} listens.
 *
 * @param http where it listens, and whom it lets in
 * @param limits bounds on bodies, queues and streams
 * @param heartbeat a stream that was quiet for so long gets a comment; an exchange that was quiet
 *     for so long becomes a stream, if the client accepts one
 * @param arrival time within which headers, and then a body, must have arrived
 * @param grace time that running exchanges get to finish when the door closes
 */
public record DoorSettings(
    HttpConfig http, Limits limits, Duration heartbeat, Duration arrival, Duration grace) {
  private static final Duration MOST_LINGER = Duration.ofSeconds(2);

  public DoorSettings {
    requirePositive("heartbeat", heartbeat);
    requirePositive("arrival", arrival);
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: " + grace + " (expected: not negative)");
    }
  }

  /** Returns the usual times: a heartbeat every 15 s, 30 s to arrive, 10 s of grace. */
  public static DoorSettings of(HttpConfig http, Limits limits) {
    return new DoorSettings(
        http, limits, Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(10));
  }

  /** Returns the time for the rest of a request that was refused before it was read. */
  Duration linger() {
    return arrival.compareTo(MOST_LINGER) < 0 ? arrival : MOST_LINGER;
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than nothing)");
    }
  }
}
