package io.onemcp.core.exchange;

/**
 * One step of the pipeline, or its end. Blocks the exchange's own thread; an interrupt cancels the
 * exchange.
 */
@FunctionalInterface
public interface ExchangeHandler {
  Outcome handle(Exchange exchange) throws InterruptedException;
}
