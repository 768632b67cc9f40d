package io.onemcp.core.event;

/**
 * Something that happened, named in the past tense; each owner has a sealed family of its own.
 * Immutable.
 */
public interface Event {}
