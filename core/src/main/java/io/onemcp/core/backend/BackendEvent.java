package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.event.Event;

/** What happened to a backend. */
public sealed interface BackendEvent extends Event {
  /** Its connection moved to another state, because of the cause. */
  record StateChanged(BackendName backend, ConnectionState from, ConnectionState to, String cause)
      implements BackendEvent {}

  /** Requests to it are let through, or refused, as they were not before. */
  record CircuitChanged(BackendName backend, Circuit from, Circuit to, String cause)
      implements BackendEvent {}

  /**
   * It wrote something that is no message where messages belong.
   *
   * @param count how often so far; an event comes whenever that is a power of two
   * @param sample the beginning of it
   */
  record StrayOutputSeen(BackendName backend, long count, String sample) implements BackendEvent {}

  /** What it offers was read, and may have changed. */
  record OfferRead(BackendName backend, Offer offer) implements BackendEvent {}
}
