package io.onemcp.core.config;

/**
 * Whether clients must say who they are.
 *
 * @param enabled whether a request without valid credentials is refused
 * @param confirmNoAuth whether a person accepts that everybody in reach of a non-loopback address
 *     may call
 */
public record AuthConfig(boolean enabled, boolean confirmNoAuth) {
  /** Everybody must. */
  public static final AuthConfig DEFAULT = new AuthConfig(true, false);
}
