package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Headers;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client can read (RFC 9110, section 12.5.1). Events are sent only to a client that names
 * them; one that says nothing, or that it takes anything, gets JSON.
 *
 * @param json whether {@code application/json} may be sent
 * @param events whether {@code text/event-stream} may be sent in answer to a POST
 * @param anything whether the client takes every type
 */
record Accepts(boolean json, boolean events, boolean anything) {
  private static final Accepts ANYTHING = new Accepts(true, false, true);

  /** What the specification asks clients to send, and most do, to the letter. */
  private static final String USUAL = "application/json, text/event-stream";

  private static final Accepts BOTH = new Accepts(true, true, false);

  static Accepts of(Headers headers) {
    Optional<String> accept = headers.first("Accept").filter(value -> !value.isBlank());
    if (accept.isEmpty()) {
      return ANYTHING;
    }
    return accept.get().equals(USUAL) ? BOTH : of(accept.get());
  }

  private static Accepts of(String accept) {
    boolean json = false;
    boolean events = false;
    boolean anything = false;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String type = range.split(";", 2)[0].strip();
      if (!isRefused(range)) {
        anything |= type.equals("*/*");
        json |= type.equals("application/json") || type.equals("application/*");
        events |= type.equals("text/event-stream") || type.equals("text/*");
      }
    }
    return new Accepts(json || anything, events, anything);
  }

  /** Returns whether a stream may be sent in answer to a GET. */
  boolean stream() {
    return events || anything;
  }

  /** Returns whether nothing that we send can be read. */
  boolean nothing() {
    return !json && !events;
  }

  private static boolean isRefused(String range) {
    String[] parameters = range.split(";", -1);
    for (int i = 1; i < parameters.length; i++) {
      if (parameters[i].strip().matches("q=0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }
}
