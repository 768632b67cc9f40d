package io.onemcp.rules.bad.adapters.one;

/** Known where it must not be. */
public record AdapterOne(String name) {}
