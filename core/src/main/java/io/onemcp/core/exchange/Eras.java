package io.onemcp.core.exchange;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.Optional;

/**
 * Tells by looking at a request which era its sender speaks (MCP 2026-07-28, basic/versioning:
 * dual-era servers).
 */
public final class Eras {
  /** Header that names the revision. */
  public static final String VERSION_HEADER = "MCP-Protocol-Version";

  /** Header that names the session of the stateful era. */
  public static final String SESSION_HEADER = "Mcp-Session-Id";

  private static final String FIRST_STATELESS = Revision.of(Era.STATELESS).getLast().wire();

  private Eras() {}

  /**
   * Returns the era of a message. The envelope in {@code _meta} decides, then the version header,
   * then the method; what is left belongs to a session.
   */
  public static Era of(Message message, Headers headers) {
    if (isEnveloped(message) || of(headers) == Era.STATELESS) {
      return Era.STATELESS;
    }
    boolean discovery =
        message instanceof Message.Request request && request.method().equals(Methods.DISCOVER);
    return discovery ? Era.STATELESS : Era.STATEFUL;
  }

  /** An ambiguous envelope is one too: it is for the stateless era's rules to refuse it. */
  private static boolean isEnveloped(Message message) {
    try {
      Json params = message.whole().at("params");
      return params != null && params.at(MetaKeys.META, MetaKeys.PROTOCOL_VERSION) != null;
    } catch (MalformedJsonException _) {
      return true;
    }
  }

  /**
   * Returns the era that the version header names; revisions are dates, so later ones than we know
   * are stateless too.
   */
  public static Era of(Headers headers) {
    Optional<String> version = headers.first(VERSION_HEADER);
    return version.isPresent() && version.get().compareTo(FIRST_STATELESS) >= 0
        ? Era.STATELESS
        : Era.STATEFUL;
  }
}
