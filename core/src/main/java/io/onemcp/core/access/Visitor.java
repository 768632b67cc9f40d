package io.onemcp.core.access;

/**
 * Whoever sent a request that belongs to no session.
 *
 * @param origin tells those apart who call without credentials; free of secrets
 */
public record Visitor(Caller caller, String origin) {}
