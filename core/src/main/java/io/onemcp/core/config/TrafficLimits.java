package io.onemcp.core.config;

import java.time.Duration;

/**
 * Bounds on requests under way and on hold, so that neither one client nor one backend takes
 * everything.
 *
 * @param inFlightPerClient most requests of one caller under way
 * @param queuePerBackend most requests that wait for a free place at one backend
 * @param queueWait longest time that one waits there
 * @param heldCalls most calls of stateless clients that wait for input, and as many tasks held for
 *     them
 * @param heldCallsPerClient most of either of one caller
 */
public record TrafficLimits(
    int inFlightPerClient,
    int queuePerBackend,
    Duration queueWait,
    int heldCalls,
    int heldCallsPerClient) {
  public static final TrafficLimits DEFAULT =
      new TrafficLimits(1_000, 256, Duration.ofSeconds(10), 2_000, 1_000);
}
