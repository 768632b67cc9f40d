package io.onemcp.rules.bad.adapters.one;

import io.onemcp.rules.bad.core.ProvenPort;

/** Breaks: nobody runs the contract on it. */
public record UnprovenAdapter(String name) implements ProvenPort {}
