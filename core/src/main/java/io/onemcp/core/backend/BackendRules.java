package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.config.Upkeep;
import java.time.Duration;

/**
 * How one backend is kept: what its definition says, and what the runtime says where it says
 * nothing.
 *
 * @param mode when it is connected
 * @param idle how long a lazy one stays connected unused
 * @param restart when it is connected again
 * @param supervision how it is watched over
 * @param places how many requests it takes
 */
record BackendRules(
    LoadingMode mode,
    Duration idle,
    RestartPolicy restart,
    SupervisionConfig supervision,
    Bulkhead.Size places) {
  static BackendRules of(BackendDefinition definition, GatewayConfig config) {
    Upkeep upkeep = definition.upkeep();
    Upkeep.Share share = upkeep.share();
    Bulkhead.Size places =
        new Bulkhead.Size(
            share.inFlight().orElse(config.limits().maxInFlightPerBackend()),
            share.queue().orElse(config.traffic().queuePerBackend()),
            share.queueWait().orElse(config.traffic().queueWait()));
    return new BackendRules(
        upkeep.loading().orElse(config.loading().mode()),
        upkeep.idle().orElse(config.loading().idle()),
        RestartPolicy.of(upkeep.restarts(), config.supervision()),
        config.supervision(),
        places);
  }

  boolean isLazy() {
    return mode == LoadingMode.LAZY;
  }
}
