package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Headers;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headers of one request, as the core sees them. */
record RequestHeaders(HeaderMap map) implements Headers {
  /** Names that every request is asked for; any other is hashed each time. */
  private static final Map<String, HttpString> USUAL =
      Stream.of(
              "Accept",
              "Authorization",
              "Content-Type",
              "Last-Event-ID",
              "MCP-Protocol-Version",
              "Mcp-Method",
              "Mcp-Name",
              "Mcp-Session-Id",
              "Origin",
              "Transfer-Encoding")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), HttpString::new));

  @Override
  public Optional<String> first(String name) {
    HttpString known = USUAL.get(name);
    HeaderValues values = known == null ? map.get(name) : map.get(known);
    return values == null ? Optional.empty() : Optional.of(text(values));
  }

  @Override
  public Map<String, String> startingWith(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    for (HeaderValues values : map) {
      String name = values.getHeaderName().toString();
      if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
        found.put(name, text(values));
      }
    }
    return found;
  }

  private static String text(HeaderValues values) {
    String text = values.size() == 1 ? values.getFirst() : String.join(",", values);
    return text.strip();
  }
}
