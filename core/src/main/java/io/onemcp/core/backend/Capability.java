package io.onemcp.core.backend;

import io.onemcp.core.protocol.json.Json;

/**
 * One tool, prompt, resource or resource template of one backend.
 *
 * @param kind what it is
 * @param name its name or URI at the backend
 * @param definition its entry in the backend's list, as it came
 */
public record Capability(CapabilityKind kind, String name, Json definition) {}
