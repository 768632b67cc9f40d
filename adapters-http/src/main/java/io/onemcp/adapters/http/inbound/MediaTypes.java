package io.onemcp.adapters.http.inbound;

import java.util.Locale;
import java.util.Optional;

/** What a {@code Content-Type} header says (RFC 9110, section 8.3). */
final class MediaTypes {
  private static final String JSON = "application/json";

  private MediaTypes() {}

  /** Returns whether a body is declared as JSON, with whatever parameters. */
  static boolean isJson(Optional<String> contentType) {
    return contentType.isPresent()
        && (contentType.get().equals(JSON) || bare(contentType.get()).equals(JSON));
  }

  private static String bare(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
