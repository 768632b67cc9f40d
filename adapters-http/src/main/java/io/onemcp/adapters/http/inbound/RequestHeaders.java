package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Headers;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of one request, as the core sees them. */
record RequestHeaders(HeaderMap map) implements Headers {
  @Override
  public Optional<String> first(String name) {
    HeaderValues values = map.get(name);
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
