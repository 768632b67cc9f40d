package io.onemcp.core.config;

import java.time.Duration;

/**
 * Bounds on what one gateway holds.
 *
 * @param maxBodyBytes largest request body from a client, in bytes
 * @param maxJsonDepth deepest nesting of a message
 * @param maxBackendMessageBytes largest single message from a backend, in bytes
 * @param maxSessions most stateful client sessions at a time
 * @param sessionIdle a session unused for so long is over
 * @param maxStreamQueue most events waiting for one slow reader; one more closes its stream
 * @param maxStreams most open event streams at a time
 * @param maxInFlightPerBackend most requests under way at one backend
 * @param replayEvents most events kept per session for clients whose stream breaks
 * @param replayBytes most bytes kept so per session
 * @param replayTotalBytes most bytes kept so for all sessions
 * @param maxConnections most connections of clients at a time; one more is closed at once
 * @param questionTimeout how long a client may take to answer what a backend asks it
 * @param pageSize entries on a page of a list; 0 for everything at once
 */
public record Limits(
    int maxBodyBytes,
    int maxJsonDepth,
    int maxBackendMessageBytes,
    int maxSessions,
    Duration sessionIdle,
    int maxStreamQueue,
    int maxStreams,
    int maxInFlightPerBackend,
    int replayEvents,
    int replayBytes,
    int replayTotalBytes,
    int maxConnections,
    Duration questionTimeout,
    int pageSize) {
  public static final Limits DEFAULT =
      new Limits(
          4 << 20,
          200,
          64 << 20,
          10_000,
          Duration.ofHours(24),
          1_024,
          10_000,
          1_024,
          256,
          1 << 20,
          64 << 20,
          20_000,
          Duration.ofMinutes(10),
          0);
}
