package io.onemcp.rules.bad.core;

/** Breaks: has no contract. */
@OutboundPort
public interface LonelyPort {}
