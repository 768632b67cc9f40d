package io.onemcp.rules.bad.core;

import io.onemcp.rules.bad.domain.one.DomainOne;

/** Breaks: layers. */
public record KnowsDomain(DomainOne outer) {}
