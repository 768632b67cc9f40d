package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Outlet;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a client that names the last event it saw can catch up with. */
sealed interface Resumption {
  /** The standing stream: a connection that carries it is the outlet of the session. */
  record OfStanding(Function<EventStream, Outlet> carry) implements Resumption {}

  /** A stream that answers a request. */
  record OfAnswer(Consumer<EventStream> carry) implements Resumption {}

  /** It saw everything, and nothing will come. */
  record Complete() implements Resumption {}

  /** The event never was, or is too long ago. */
  record Unknown() implements Resumption {}
}
