package io.onemcp.core.exchange;

import java.util.Optional;

/** The HTTP headers of a request, by name without regard to case. */
@FunctionalInterface
public interface Headers {
  /**
   * Returns the value of a header, without surrounding blanks; several of one name are joined by a
   * comma.
   */
  Optional<String> first(String name);
}
