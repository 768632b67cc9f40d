package io.onemcp.adapters.http.inbound;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a browser needs to hear so that a page which {@link EdgeGuard} let in can call us (Fetch
 * Standard, section 3.2). Never a wildcard, and never permission to send cookies.
 */
final class Cors {
  private static final HttpString ORIGIN = new HttpString("Origin");
  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
  private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
  private static final HttpString VARY = new HttpString("Vary");
  private static final Set<String> KNOWN_HEADERS =
      Set.of(
          "accept",
          "authorization",
          "content-type",
          "last-event-id",
          "mcp-method",
          "mcp-name",
          "mcp-protocol-version",
          "mcp-session-id");
  private static final int NO_CONTENT = 204;

  private Cors() {}

  /**
   * Adds what a page may see of the answer; gives the answer itself, and returns true, to a
   * preflight.
   */
  static boolean answer(HttpServerExchange http, RequestHeaders headers, Reply reply) {
    Optional<String> origin = headers.first("Origin");
    if (origin.isEmpty()) {
      return false;
    }
    HeaderMap out = http.getResponseHeaders();
    out.put(ALLOW_ORIGIN, origin.get());
    out.put(VARY, ORIGIN.toString());
    out.put(EXPOSE, "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate");
    boolean preflight =
        http.getRequestMethod().toString().equals("OPTIONS")
            && headers.first("Access-Control-Request-Method").isPresent();
    if (preflight) {
      out.put(ALLOW_METHODS, "GET, POST, DELETE");
      out.put(ALLOW_HEADERS, allowed(headers.first("Access-Control-Request-Headers").orElse("")));
      out.put(MAX_AGE, "600");
      reply.status(NO_CONTENT);
    }
    return preflight;
  }

  private static String allowed(String asked) {
    return Stream.of(asked.split(",", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> KNOWN_HEADERS.contains(name) || name.matches("mcp-param-[a-z0-9_.-]+"))
        .collect(Collectors.joining(", "));
  }
}
