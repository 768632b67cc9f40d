package io.onemcp.core.bridge;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a client has to carry for us in {@code requestState}: nobody can read, change or
 * invent it (AES-256 in Galois/counter mode, NIST SP 800-38D).
 */
public final class StateSeal {
  private static final String PREFIX = "omcp1.";
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();
  private final JsonReader reader = new JsonReader(JsonReader.DEFAULT_MAX_DEPTH);

  /** Makes a seal; {@code key} has 32 bytes. */
  public StateSeal(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Seals a content. */
  public String seal(Json content) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, content.utf8()).orElseThrow();
    byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Opens what this seal has sealed; empty for anything else. */
  public Optional<Json> open(String state) {
    if (!state.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(state.substring(PREFIX.length()));
      if (all.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] sealed = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
      return crypt(Cipher.DECRYPT_MODE, nonce, sealed).map(reader::read);
    } catch (IllegalArgumentException | MalformedJsonException _) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return Optional.of(cipher.doFinal(text));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }
}
