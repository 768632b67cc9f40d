package io.onemcp.core.access;

/**
 * An identity that calls the gateway. Sessions belong to it; two callers never share one.
 *
 * @param principal stable, unique and free of secrets
 */
public record Caller(String principal) {
  /** Everybody, where a person switched authentication off. */
  public static final Caller ANONYMOUS = new Caller("anonymous");
}
