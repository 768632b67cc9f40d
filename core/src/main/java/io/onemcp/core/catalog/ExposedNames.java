package io.onemcp.core.catalog;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names under which clients see tools and prompts. A pure function of backend, name and
 * configuration, so that names stay the same over restarts; the way back is the catalog's table.
 */
final class ExposedNames {
  /** Hex digits of the hash that stands at the end of a shortened name. */
  private static final int HASH_DIGITS = 8;

  private final NamingConfig config;

  ExposedNames(NamingConfig config) {
    this.config = config;
  }

  /** Returns the exposed name; {@code contested} says whether another backend offers the same. */
  String expose(BackendName backend, String name, boolean contested) {
    boolean prefixed =
        switch (config.mode()) {
          case PREFIX -> true;
          case ON_CONFLICT -> contested;
          case NONE -> false;
        };
    return fit(prefixed ? backend.value() + config.separator() + name : name);
  }

  /**
   * Returns another exposed name for one that an earlier backend has already; the same one where
   * names are never prefixed, since then the earlier backend wins.
   */
  String yielding(BackendName backend, String name, String taken) {
    String origin = backend.value() + '\n' + name;
    return config.mode() == NamingConfig.Mode.NONE ? taken : hashed(taken, origin);
  }

  private String fit(String full) {
    return full.length() <= config.maxLength() ? full : hashed(full, full);
  }

  /** Shortens a name as far as it must be, and puts a hash of its origin behind. */
  private String hashed(String name, String origin) {
    int kept = Math.min(name.length(), config.maxLength() - HASH_DIGITS - 1);
    if (Character.isHighSurrogate(name.charAt(kept - 1))) {
      kept--;
    }
    return name.substring(0, kept) + "_" + hash(origin);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: every Java platform has it)", e);
    }
  }
}
