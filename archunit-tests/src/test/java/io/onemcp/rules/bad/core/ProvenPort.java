package io.onemcp.rules.bad.core;

/** Has a contract, which one adapter of two passes. */
@OutboundPort
public interface ProvenPort {}
