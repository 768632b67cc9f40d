package io.onemcp.testkit;

import com.sun.net.httpserver.Headers;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares headers and body of a stateless request (MCP 2026-07-28, transports). */
final class StatelessHeaders {
  private static final String SENTINEL = "=?base64?";

  private StatelessHeaders() {}

  static Optional<GatewayError> mismatch(Message.Request request, Headers headers) {
    String version = request.params().text(MetaKeys.META, MetaKeys.PROTOCOL_VERSION);
    return differs("MCP-Protocol-Version", version, headers)
        .or(() -> differs("Mcp-Method", request.method(), headers))
        .or(() -> differs("Mcp-Name", name(request), headers));
  }

  private static @Nullable String name(Message.Request request) {
    return switch (request.method()) {
      case Methods.TOOLS_CALL, Methods.PROMPTS_GET -> request.params().text("name");
      case Methods.RESOURCES_READ -> request.params().text("uri");
      default -> null;
    };
  }

  private static Optional<GatewayError> differs(
      String header, @Nullable String expected, Headers headers) {
    String actual = decoded(headers.getFirst(header));
    return expected == null || expected.equals(actual)
        ? Optional.empty()
        : Optional.of(
            new GatewayError.HeaderMismatch(
                header + ": " + actual + " (expected: " + expected + ")"));
  }

  private static @Nullable String decoded(@Nullable String value) {
    if (value == null || !value.startsWith(SENTINEL) || !value.endsWith("?=")) {
      return value;
    }
    String base64 = value.substring(SENTINEL.length(), value.length() - 2);
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
