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

  /** Shortens a name that is over the budget: its beginning, and a hash of all of it. */
  private String fit(String full) {
    if (full.length() <= config.maxLength()) {
      return full;
    }
    int kept = config.maxLength() - HASH_DIGITS - 1;
    if (Character.isHighSurrogate(full.charAt(kept - 1))) {
      kept--;
    }
    return full.substring(0, kept) + "_" + hash(full);
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
