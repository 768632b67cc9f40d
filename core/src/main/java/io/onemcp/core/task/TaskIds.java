package io.onemcp.core.task;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The task ids that clients see: sealed, so that the backend and its own id can be found without a
 * memory, and bound to one caller, to whom alone they mean something.
 *
 * <p>A task has to keep its id, so the seal is deterministic: the nonce is the authentication code
 * of all that is sealed (synthetic initialization vector, RFC 5297).
 */
public final class TaskIds {
  private static final String MAC = "HmacSHA256";
  private static final int IV_BYTES = 16;
  private static final char SEPARATOR = '/';

  private final SecretKeySpec macKey;
  private final SecretKeySpec cipherKey;

  /** Makes ids that only the holder of the same key can read; {@code key} has 32 bytes. */
  public TaskIds(byte[] key) {
    SecretKeySpec root = new SecretKeySpec(key, MAC);
    this.macKey =
        new SecretKeySpec(mac(root, "authenticate".getBytes(StandardCharsets.UTF_8)), MAC);
    this.cipherKey =
        new SecretKeySpec(mac(root, "encrypt".getBytes(StandardCharsets.UTF_8)), "AES");
  }

  /** Returns the id that a caller sees; the same one for the same task. */
  public String expose(Caller caller, BackendName backend, String id) {
    byte[] text = (backend.value() + SEPARATOR + id).getBytes(StandardCharsets.UTF_8);
    byte[] iv = iv(caller, text);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, iv, text);
    byte[] all = ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Returns whose task an id of this caller's names; empty for any other text. */
  public Optional<Route> open(Caller caller, String exposed) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(exposed);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (all.length <= IV_BYTES) {
      return Optional.empty();
    }
    byte[] iv = Arrays.copyOf(all, IV_BYTES);
    byte[] text = crypt(Cipher.DECRYPT_MODE, iv, Arrays.copyOfRange(all, IV_BYTES, all.length));
    if (!MessageDigest.isEqual(iv, iv(caller, text))) {
      return Optional.empty();
    }
    String plain = new String(text, StandardCharsets.UTF_8);
    int end = plain.indexOf(SEPARATOR);
    return Optional.of(
        new Route(new BackendName(plain.substring(0, end)), plain.substring(end + 1)));
  }

  private byte[] iv(Caller caller, byte[] text) {
    byte[] principal = caller.principal().getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + principal.length + text.length);
    all.putInt(principal.length).put(principal).put(text);
    return Arrays.copyOf(mac(macKey, all.array()), IV_BYTES);
  }

  private static byte[] mac(SecretKeySpec key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(MAC + ": missing (expected: every Java platform has it)", e);
    }
  }

  private byte[] crypt(int mode, byte[] iv, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, cipherKey, new IvParameterSpec(iv));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES: missing (expected: every Java platform has it)", e);
    }
  }
}
