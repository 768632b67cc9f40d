package io.onemcp.rules.bad.domain.two;

import io.onemcp.rules.bad.domain.one.DomainOne;

/** Breaks: domains do not know each other. */
public record KnowsDomainOne(DomainOne sibling) {}
