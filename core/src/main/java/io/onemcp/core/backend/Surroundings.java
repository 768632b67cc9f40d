package io.onemcp.core.backend;

import io.onemcp.core.event.EventBus;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.util.function.DoubleSupplier;

/**
 * What every backend needs from its runtime.
 *
 * @param chance numbers from 0 to 1, to spread pauses
 * @param offers what backends offered in the runtime's last life
 */
public record Surroundings(
    Tasks tasks, TimeSource time, EventBus events, DoubleSupplier chance, OfferCache offers) {
  /** Returns the same for who leaves it to another one to keep what is offered. */
  Surroundings forgetful() {
    return new Surroundings(tasks, time, events, chance, OfferCache.none(tasks));
  }
}
