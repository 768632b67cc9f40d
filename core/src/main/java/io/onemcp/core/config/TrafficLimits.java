package io.onemcp.core.config;

import java.time.Duration;

/**
 * Bounds on requests under way, so that neither one client nor one backend takes everything.
 *
 * @param inFlightPerClient most requests of one caller under way
 * @param queuePerBackend most requests that wait for a free place at one backend
 * @param queueWait longest time that one waits there
 */
public record TrafficLimits(int inFlightPerClient, int queuePerBackend, Duration queueWait) {
  public static final TrafficLimits DEFAULT = new TrafficLimits(1_000, 256, Duration.ofSeconds(10));
}
