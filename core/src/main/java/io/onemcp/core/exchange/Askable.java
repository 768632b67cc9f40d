package io.onemcp.core.exchange;

import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;

/** A client of the stateful era that declared that it can be asked. */
public interface Askable {
  /** Returns what it declared, as far as questions go. */
  Json capabilities();

  /** Returns on which terms it gets a session of its own at stateful backends. */
  HopTerms terms();

  /**
   * Sends the client a request, on the stream of its own call if that can still carry one, and
   * waits for the answer. An interrupt takes the question back.
   */
  Response ask(String method, Json params, Outlet outlet) throws InterruptedException;
}
