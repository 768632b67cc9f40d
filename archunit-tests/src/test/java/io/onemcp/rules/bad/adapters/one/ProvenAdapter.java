package io.onemcp.rules.bad.adapters.one;

import io.onemcp.rules.bad.core.ProvenPort;

/** Keeps the rule. */
public record ProvenAdapter(String name) implements ProvenPort {}
