package io.onemcp.core.runtime;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret of one runtime scope: the same over restarts, so that what was signed before is still
 * good afterwards. Every use derives a key of its own.
 */
public final class ScopeKey {
  /** The state file that holds it. */
  public static final String FILE = "scope-key";

  private static final Logger LOG = LoggerFactory.getLogger(ScopeKey.class);
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec secret;

  private ScopeKey(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Makes a key that nobody has had before, and nobody keeps. */
  public static ScopeKey random() {
    return new ScopeKey(newSecret());
  }

  /**
   * Returns the key of a scope, after making one where there is none yet. Where it can be neither
   * read nor kept, that is logged, and the key is good for this life only.
   */
  public static ScopeKey of(StateFiles files) {
    try {
      files.create(FILE, HexFormat.of().formatHex(newSecret()) + "\n");
      Optional<byte[]> known = files.read(FILE).flatMap(ScopeKey::parse);
      if (known.isPresent()) {
        return new ScopeKey(known.get());
      }
      LOG.warn("{} holds no key; remove it to get a new one", files.location(FILE));
    } catch (StateFileException e) {
      LOG.warn("the key of this scope is good until the next restart only: {}", e.getMessage());
    }
    return random();
  }

  /** Returns 32 bytes for one purpose; other purposes have other ones. */
  public byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          ALGORITHM + ": missing (expected: every Java platform has it)", e);
    }
  }

  private static Optional<byte[]> parse(String text) {
    String digits = text.strip();
    return digits.matches("[0-9a-f]{" + 2 * BYTES + "}")
        ? Optional.of(HexFormat.of().parseHex(digits))
        : Optional.empty();
  }

  private static byte[] newSecret() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }
}
