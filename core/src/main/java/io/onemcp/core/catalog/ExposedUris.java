package io.onemcp.core.catalog;

import io.onemcp.core.config.BackendName;
import java.util.Optional;

/**
 * Resource URIs of which several backends have one, made distinct: {@code onemcp+{server}:{uri}}.
 */
final class ExposedUris {
  private static final String SCHEME = "onemcp+";

  private ExposedUris() {}

  static String qualify(BackendName backend, String uri) {
    return SCHEME + backend + ":" + uri;
  }

  /** Takes a qualified URI apart; empty for any other. */
  static Optional<Qualified> parse(String uri) {
    int colon = uri.indexOf(':');
    if (!uri.startsWith(SCHEME) || colon < 0) {
      return Optional.empty();
    }
    String backend = uri.substring(SCHEME.length(), colon);
    return BackendName.isValid(backend)
        ? Optional.of(new Qualified(new BackendName(backend), uri.substring(colon + 1)))
        : Optional.empty();
  }

  record Qualified(BackendName backend, String uri) {}
}
