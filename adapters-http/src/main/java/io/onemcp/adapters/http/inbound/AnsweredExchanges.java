package io.onemcp.adapters.http.inbound;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Exchanges whose answers are written by whoever made them, and which wait for their clients' next
 * sign to be ended with it. Safe for use by many threads.
 */
final class AnsweredExchanges {
  private final IntSupplier underWay;
  private final Set<ClientWatch> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Makes an empty set.
   *
   * @param underWay counts the exchanges that are not answered yet
   */
  AnsweredExchanges(IntSupplier underWay) {
    this.underWay = underWay;
  }

  /**
   * Returns whether an answer is better written at once. It is while only one exchange is under
   * way; several at a time cost less where one thread writes the answers that are ready together.
   */
  boolean isQuiet() {
    return underWay.getAsInt() <= 1;
  }

  void add(ClientWatch watch) {
    waiting.add(watch);
  }

  void remove(ClientWatch watch) {
    waiting.remove(watch);
  }

  /** Has all of them end now: only then do their connections count as idle. */
  void settle() {
    waiting.forEach(ClientWatch::settle);
  }
}
