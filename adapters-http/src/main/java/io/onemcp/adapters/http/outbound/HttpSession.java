package io.onemcp.adapters.http.outbound;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The session that a server may open in any of its answers. Safe for use by many threads. */
final class HttpSession {
  static final String HEADER = "Mcp-Session-Id";

  private static final String METHOD_HEADER = "mcp-method";
  private static final String VERSION_HEADER = "mcp-protocol-version";

  private final AtomicReference<@Nullable String> id = new AtomicReference<>();
  private volatile boolean listened;
  private volatile boolean lastWasStateless;

  /** Returns the headers of a message, and the session's where there is one. */
  Map<String, String> headers(Map<String, String> message) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(message);
    id().ifPresent(known -> all.put(HEADER, known));
    return all;
  }

  /** Returns the headers of a stream that continues the answer to a message. */
  Map<String, String> streamHeaders(Map<String, String> message) {
    Map<String, String> all = headers(message);
    all.keySet().removeIf(HttpSession::describesOneRequest);
    return all;
  }

  void sending(Map<String, String> message) {
    lastWasStateless =
        message.keySet().stream()
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(METHOD_HEADER));
  }

  void listening() {
    listened = true;
  }

  void answered(HttpAnswer answer) {
    answer.header(HEADER).filter(HttpSession::isVisible).ifPresent(id::set);
  }

  Optional<String> id() {
    return Optional.ofNullable(id.get());
  }

  /**
   * Returns whether nothing speaks for the stateful era: there, a request outlives its stream (MCP
   * 2025-11-25, transports), in the stateless era it ends with it.
   */
  boolean endsRequestsWithTheirStreams() {
    return lastWasStateless && !listened && id.get() == null;
  }

  private static boolean describesOneRequest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("mcp-")
        && !lower.equals(VERSION_HEADER)
        && !lower.equals(HEADER.toLowerCase(Locale.ROOT));
  }

  private static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
  }
}
