package io.onemcp.adapters.auth;

import io.onemcp.core.access.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What is remembered of one key: whom it stands for, and its SHA-256 digest. */
record ApiKey(Caller caller, byte[] digest) {
  private static final int SHORT_HASH = 8;

  /** Is only ever copied. */
  private static final MessageDigest SHA_256 = sha256();

  /** Makes the key of a caller with this name; without one, the name is part of the digest. */
  static ApiKey of(Optional<String> name, String secret) {
    byte[] digest = digest(secret);
    String shown = name.orElseGet(() -> HexFormat.of().formatHex(digest).substring(0, SHORT_HASH));
    return new ApiKey(new Caller("key:" + shown), digest);
  }

  /** Compares in a time that does not depend on where two digests differ. */
  boolean matches(byte[] presented) {
    return MessageDigest.isEqual(digest, presented);
  }

  static byte[] digest(String secret) {
    try {
      // To look for the algorithm again costs more than to use it.
      MessageDigest fresh = (MessageDigest) SHA_256.clone();
      return fresh.digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("SHA-256: cannot be copied (expected: of a Java runtime)", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("SHA-256: missing (expected: in every Java runtime)", e);
    }
  }
}
