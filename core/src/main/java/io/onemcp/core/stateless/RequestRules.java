package io.onemcp.core.stateless;

import io.onemcp.core.exchange.ClientHop;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.headers.HeaderText;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stateless request has to carry, and that its headers say the same as its body (MCP
 * 2026-07-28, basic/transports, "standard headers"). The order of the checks decides which error a
 * request with several faults gets.
 */
final class RequestRules {
  static final List<String> SUPPORTED =
      Revision.of(Era.STATELESS).stream().map(Revision::wire).toList();

  private RequestRules() {}

  /** Returns what is wrong with a request; empty if nothing is. */
  static Optional<GatewayError> check(Request request, Headers headers) {
    try {
      Json meta = request.params().at(MetaKeys.META);
      if (meta == null || !meta.isObject()) {
        return Optional.of(
            new GatewayError.IncompleteEnvelope("params._meta: missing (expected: an object)"));
      }
      meta.requireUnambiguous(
          MetaKeys.PROTOCOL_VERSION,
          MetaKeys.CLIENT_CAPABILITIES,
          MetaKeys.CLIENT_INFO,
          MetaKeys.LOG_LEVEL);
      return version(meta, headers)
          .or(() -> method(request, headers))
          .or(() -> envelope(meta))
          .or(() -> name(request, headers));
    } catch (MalformedJsonException e) {
      return Optional.of(new GatewayError.MalformedRequest(e.getMessage()));
    }
  }

  private static Optional<GatewayError> version(Json meta, Headers headers) {
    String version = meta.text(MetaKeys.PROTOCOL_VERSION);
    if (version == null) {
      return missing(MetaKeys.PROTOCOL_VERSION, "a revision");
    }
    Optional<String> header = headers.first(Envelope.VERSION_HEADER);
    if (!header.equals(Optional.of(version))) {
      return mismatch(Envelope.VERSION_HEADER, header, version);
    }
    return SUPPORTED.contains(version)
        ? Optional.empty()
        : Optional.of(new GatewayError.UnsupportedRevision(version, SUPPORTED));
  }

  private static Optional<GatewayError> method(Request request, Headers headers) {
    Optional<String> header = headers.first(Envelope.METHOD_HEADER);
    return header.equals(Optional.of(request.method()))
        ? Optional.empty()
        : mismatch(Envelope.METHOD_HEADER, header, request.method());
  }

  private static Optional<GatewayError> envelope(Json meta) {
    Json capabilities = meta.at(MetaKeys.CLIENT_CAPABILITIES);
    if (capabilities == null || !capabilities.isObject()) {
      return missing(MetaKeys.CLIENT_CAPABILITIES, "an object");
    }
    ClientHop.requireUnambiguous(capabilities);
    Json level = meta.at(MetaKeys.LOG_LEVEL);
    boolean known = level == null || (level.isString() && LogLevel.of(level.asText()).isPresent());
    return known
        ? Optional.empty()
        : Optional.of(
            new GatewayError.InvalidParams(
                MetaKeys.LOG_LEVEL + ": " + level + " (expected: a log level)"));
  }

  private static Optional<GatewayError> name(Request request, Headers headers) {
    String member = namingMember(request.method());
    if (member.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> header = headers.first(Envelope.NAME_HEADER);
    String name = request.params().text(member);
    Optional<String> decoded = header.flatMap(HeaderText::decode);
    return decoded.equals(Optional.ofNullable(name))
        ? Optional.empty()
        : mismatch(Envelope.NAME_HEADER, header, name);
  }

  private static String namingMember(String method) {
    return switch (method) {
      case Methods.TOOLS_CALL, Methods.PROMPTS_GET -> "name";
      case Methods.RESOURCES_READ -> "uri";
      case Methods.TASKS_GET, Methods.TASKS_UPDATE, Methods.TASKS_CANCEL -> "taskId";
      default -> "";
    };
  }

  /** Returns whether requests of a method repeat a name of ours in a header. */
  static boolean isNamed(String method) {
    return !namingMember(method).isEmpty();
  }

  private static Optional<GatewayError> missing(String key, String expected) {
    return Optional.of(
        new GatewayError.IncompleteEnvelope(
            "params._meta[\"" + key + "\"]: missing (expected: " + expected + ")"));
  }

  private static Optional<GatewayError> mismatch(
      String header, Optional<String> found, @Nullable String expected) {
    return Optional.of(
        new GatewayError.HeaderMismatch(
            header
                + ": "
                + found.orElse("missing")
                + " (expected: "
                + (expected == null ? "none" : expected)
                + ")"));
  }
}
