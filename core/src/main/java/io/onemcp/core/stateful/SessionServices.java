package io.onemcp.core.stateful;

import io.onemcp.core.backend.Backends;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.exchange.Pipeline;
import io.onemcp.core.runtime.Tasks;

/** What all client sessions share. */
record SessionServices(
    CapabilityCatalog catalog,
    Backends backends,
    Pipeline pipeline,
    Subscribing subscriptions,
    LogLevels levels,
    AskedClient.Patience patience,
    TaskLists taskLists,
    SessionJournal journal,
    Tasks tasks) {}
