package io.onemcp.core.exchange;

import java.util.Map;
import java.util.Optional;

/** The HTTP headers of a request, by name without regard to case. */
@FunctionalInterface
public interface Headers {
  /**
   * Returns the value of a header, without surrounding blanks; several of one name are joined by a
   * comma.
   */
  Optional<String> first(String name);

  /** Returns all headers whose names begin like this, without regard to case. */
  default Map<String, String> startingWith(String prefix) {
    return Map.of();
  }
}
