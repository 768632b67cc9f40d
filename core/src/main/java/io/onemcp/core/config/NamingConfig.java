package io.onemcp.core.config;

/**
 * How tools and prompts of many backends get distinct names.
 *
 * @param mode when the server's name is put in front
 * @param separator stands between the server's name and the tool's
 * @param maxLength longest exposed name, in characters; longer ones are shortened with a stable
 *     hash
 */
public record NamingConfig(Mode mode, String separator, int maxLength) {
  public static final NamingConfig DEFAULT = new NamingConfig(Mode.PREFIX, "__", 64);

  /** Shortest budget that leaves room for a readable part and a hash. */
  private static final int MIN_LENGTH = 16;

  public NamingConfig {
    if (!separator.matches("[A-Za-z0-9_.-]{1,16}")) {
      throw new IllegalArgumentException(
          "separator: \"" + separator + "\" (expected: 1 to 16 of A-Z a-z 0-9 _ . -)");
    }
    if (maxLength < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "maxLength: " + maxLength + " (expected: at least " + MIN_LENGTH + ")");
    }
  }

  /** When the server's name is put in front. */
  public enum Mode {
    /** Always. */
    PREFIX,
    /** Only where two backends offer the same name. */
    ON_CONFLICT,
    /** Never; the first backend in the order of names wins. */
    NONE
  }
}
