package io.onemcp.rules.bad.testkit;

/** What every ProvenPort does. */
public interface ProvenPortContract {}
