package io.onemcp.core.backend;

import java.time.Instant;

/**
 * What went wrong with a backend's connection, and when.
 *
 * @param cause in words, without secrets
 */
public record Setback(Instant at, String cause) {}
