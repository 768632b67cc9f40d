package io.onemcp.core.bridge;

import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonMember;
import io.onemcp.core.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;

/**
 * What has to be the same in every round of one call: who calls which method of which backend with
 * which parameters.
 *
 * @param digest of all parameters but those that change from round to round, however they are
 *     spelled
 */
public record Fingerprint(String principal, String backend, String method, String digest) {
  private static final Set<String> CHANGING =
      Set.of(MetaKeys.META, "inputResponses", "requestState");

  /** Takes the fingerprint of a request. */
  public static Fingerprint of(String principal, String backend, Request request) {
    StringBuilder canonical = new StringBuilder();
    request.params().members().stream()
        .filter(member -> !CHANGING.contains(member.name()))
        .sorted(Comparator.comparing(JsonMember::name))
        .forEach(member -> append(member, canonical));
    return new Fingerprint(principal, backend, request.method(), digest(canonical.toString()));
  }

  private static void append(JsonMember member, StringBuilder out) {
    out.append(Json.string(member.name())).append(':');
    append(member.value(), out);
    out.append(',');
  }

  private static void append(Json value, StringBuilder out) {
    switch (value.kind()) {
      case OBJECT -> {
        out.append('{');
        value.members().stream()
            .sorted(Comparator.comparing(JsonMember::name))
            .forEach(member -> append(member, out));
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        for (Json element : value.elements()) {
          append(element, out);
          out.append(',');
        }
        out.append(']');
      }
      case STRING -> out.append(Json.string(value.asText()));
      case NUMBER, BOOLEAN, NULL -> out.append(value);
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: every Java platform has it)", e);
    }
  }

  JsonWriter json() {
    return new JsonWriter()
        .put("principal", principal)
        .put("backend", backend)
        .put("method", method)
        .put("digest", digest);
  }

  boolean matches(Json content) {
    return principal.equals(content.text("principal"))
        && backend.equals(content.text("backend"))
        && method.equals(content.text("method"))
        && digest.equals(content.text("digest"));
  }
}
