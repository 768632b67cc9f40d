package io.onemcp.rules.bad.domain.one;

/** Known where it must not be. */
public record DomainOne(String name) {}
