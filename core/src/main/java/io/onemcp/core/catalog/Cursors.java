package io.onemcp.core.catalog;

import io.onemcp.core.backend.CapabilityKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opaque, signed positions in a list. A position is the name that the page before ended with, so it
 * stays good when the list changes, and needs no memory.
 */
public final class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;

  private final SecretKeySpec key;

  /**
   * Makes cursors that only the holder of the same key can read; {@code key} has at least 32 bytes.
   */
  public Cursors(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Returns the cursor that leads behind the entry of this name. */
  public String after(CapabilityKind kind, String name) {
    byte[] position = (kind.listMember() + ":" + name).getBytes(StandardCharsets.UTF_8);
    byte[] signature = sign(position);
    byte[] all =
        ByteBuffer.allocate(signature.length + position.length)
            .put(signature)
            .put(position)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Returns the name that a cursor of ours for this kind holds; empty for any other text. */
  public Optional<String> read(CapabilityKind kind, String cursor) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (all.length <= SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] position = Arrays.copyOfRange(all, SIGNATURE_BYTES, all.length);
    String text = new String(position, StandardCharsets.UTF_8);
    String prefix = kind.listMember() + ":";
    boolean genuine = MessageDigest.isEqual(sign(position), Arrays.copyOf(all, SIGNATURE_BYTES));
    return genuine && text.startsWith(prefix)
        ? Optional.of(text.substring(prefix.length()))
        : Optional.empty();
  }

  private byte[] sign(byte[] position) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(position), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          ALGORITHM + ": missing (expected: every Java platform has it)", e);
    }
  }
}
