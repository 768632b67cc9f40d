package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendUnreachableException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The headers that configuration adds to every request of one backend. They win over those of a
 * message, except where the protocol or the transport owns a header.
 */
final class EntryHeaders {
  private static final Set<String> OWNED =
      Set.of(
          "accept",
          "connection",
          "content-length",
          "content-type",
          "last-event-id",
          "transfer-encoding",
          "upgrade");

  private final Map<String, String> configured;

  /**
   * Takes configured headers.
   *
   * @throws BackendUnreachableException if a value could end its header early
   */
  EntryHeaders(Map<String, String> configured) {
    this.configured = Map.copyOf(configured);
    configured.forEach((name, value) -> {
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw new BackendUnreachableException(
            "header " + name + ": holds a control character (expected: none)");
      }
    });
  }

  /** Returns all headers of one request. */
  Map<String, String> with(Map<String, String> message) {
    if (configured.isEmpty()) {
      return message;
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(message);
    configured.forEach((name, value) -> {
      if (!isOwned(name)) {
        all.put(name, value);
      }
    });
    return all;
  }

  private static boolean isOwned(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("mcp-") || OWNED.contains(lower);
  }
}
