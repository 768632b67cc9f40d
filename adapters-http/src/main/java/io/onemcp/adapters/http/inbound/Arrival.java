package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Caller;
import io.onemcp.core.access.Visitor;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Eras;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.protocol.GatewayError;

/**
 * One HTTP request at an MCP address, read completely, with the caller known.
 *
 * @param caller who sent it
 * @param origin address of the machine that it comes from
 * @param view what the address shows
 * @param headers of the request
 * @param body of the request
 * @param reply takes the answer
 */
record Arrival(Caller caller, String origin, View view, Headers headers, byte[] body, Reply reply) {
  /** Returns who sends a request that belongs to no session. */
  Visitor visitor() {
    return new Visitor(caller, origin);
  }

  /** Answers an error in the era that the headers speak of. */
  void refuse(GatewayError error) {
    reply.refuse(error, Eras.of(headers));
  }
}
