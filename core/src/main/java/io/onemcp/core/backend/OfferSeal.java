package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Fingerprints that need a key: a secret of few characters in a definition cannot be found out by
 * trying, and a text that was changed is noticed.
 */
final class OfferSeal {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  OfferSeal(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Returns 64 hexadecimal digits that change with everything that says which server it is. */
  String of(BackendDefinition definition) {
    return of(identity(definition.transport()).toString());
  }

  /** Returns 64 hexadecimal digits. */
  String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          ALGORITHM + ": missing (expected: every Java platform has it)", e);
    }
  }

  /** Returns whether a text has this seal. */
  boolean isOf(String text, String presented) {
    return MessageDigest.isEqual(
        of(text).getBytes(StandardCharsets.US_ASCII), presented.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the SHA-256 of a text that is no secret, as hexadecimal digits. */
  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: every Java platform has it)", e);
    }
  }

  private static Json identity(BackendTransport transport) {
    return switch (transport) {
      case BackendTransport.Stdio stdio ->
          new JsonWriter()
              .put("command", stdio.command())
              .put("args", JsonWriter.strings(stdio.args()))
              .put("env", sorted(stdio.env()))
              .put("cwd", JsonWriter.strings(stdio.cwd().stream().toList()))
              .json();
      case BackendTransport.Http http -> remote("http", http.url(), http.headers());
      case BackendTransport.Sse sse -> remote("sse", sse.url(), sse.headers());
      case BackendTransport.InProcess inProcess ->
          new JsonWriter().put("key", inProcess.key()).json();
    };
  }

  private static Json remote(String kind, URI url, Map<String, String> headers) {
    return new JsonWriter().put(kind, url.toString()).put("headers", sorted(headers)).json();
  }

  private static Json sorted(Map<String, String> texts) {
    JsonWriter object = new JsonWriter();
    new TreeMap<>(texts).forEach(object::put);
    return object.json();
  }
}
