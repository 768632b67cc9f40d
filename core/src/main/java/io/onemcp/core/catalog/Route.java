package io.onemcp.core.catalog;

import io.onemcp.core.config.BackendName;

/**
 * The way from an exposed name to a backend. Never shown to a client.
 *
 * @param original the name or URI at the backend
 */
public record Route(BackendName backend, String original) {}
