package io.onemcp.testkit;

import java.util.Map;

/**
 * An HTTP request as a scripted server saw it.
 *
 * @param clientPort tells connections apart
 * @param headers names compare without regard to case
 */
public record SeenRequest(int clientPort, String method, Map<String, String> headers, String body) {
  /** Returns a header's value; empty where the request has none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
