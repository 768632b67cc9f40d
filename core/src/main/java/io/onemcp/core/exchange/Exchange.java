package io.onemcp.core.exchange;

import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.json.Json;

/**
 * One inbound request, from arrival to its terminal message.
 *
 * @param outlet takes what comes before the terminal message
 */
public record Exchange(Request request, ClientHop client, Outlet outlet) {
  public String method() {
    return request.method();
  }

  public Json params() {
    return request.params();
  }
}
