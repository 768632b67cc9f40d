package io.onemcp.core.stateful;

import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.exchange.Pipeline;

/** What all client sessions share. */
record SessionServices(
    CapabilityCatalog catalog,
    Pipeline pipeline,
    ResourceSubscriptions subscriptions,
    LogLevels levels) {}
