package io.onemcp.rules.bad.adapters.two;

import io.onemcp.rules.bad.adapters.one.AdapterOne;

/** Breaks: adapters do not know each other. */
public record KnowsAdapterOne(AdapterOne sibling) {}
