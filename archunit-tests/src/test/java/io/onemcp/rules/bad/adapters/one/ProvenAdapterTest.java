package io.onemcp.rules.bad.adapters.one;

import io.onemcp.rules.bad.testkit.ProvenPortContract;

/** Proves the adapter. */
final class ProvenAdapterTest implements ProvenPortContract {}
