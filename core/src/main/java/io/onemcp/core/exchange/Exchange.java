package io.onemcp.core.exchange;

import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.json.Json;
import java.util.Map;

/**
 * One inbound request, from arrival to its terminal message.
 *
 * @param outlet takes what comes before the terminal message
 * @param headers that mean something to a backend and nothing to us
 */
public record Exchange(
    Request request, ClientHop client, Outlet outlet, Map<String, String> headers) {
  /** Makes an exchange whose headers say nothing that its body does not. */
  public Exchange(Request request, ClientHop client, Outlet outlet) {
    this(request, client, outlet, Map.of());
  }

  public String method() {
    return request.method();
  }

  public Json params() {
    return request.params();
  }
}
