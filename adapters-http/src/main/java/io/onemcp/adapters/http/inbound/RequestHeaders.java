package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Headers;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.util.Optional;

/** The headers of one request, as the core sees them. */
record RequestHeaders(HeaderMap map) implements Headers {
  @Override
  public Optional<String> first(String name) {
    HeaderValues values = map.get(name);
    return values == null ? Optional.empty() : Optional.of(String.join(",", values).strip());
  }
}
