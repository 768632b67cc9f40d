package io.onemcp.adapters.stdio;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last lines of each server, for longer than its processes live. Bounded: what was asked for
 * the longest time ago gives way. Safe for use by many threads.
 */
final class LineTails {
  private static final int MAX = 1_000;

  @SuppressWarnings("serial") // it never is
  private final Map<String, LineTail> byServer =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LineTail> eldest) {
          return size() > MAX;
        }
      };

  /** Returns the lines of a server; none where it is new. */
  synchronized LineTail of(String server) {
    return byServer.computeIfAbsent(server, _ -> new LineTail());
  }
}
