package io.onemcp.core.backend;

import io.onemcp.core.protocol.json.WireText;
import java.util.Map;

/**
 * A message on its way to a backend.
 *
 * @param body the JSON text; may hold raw line breaks between tokens, which a line-framed transport
 *     has to replace
 * @param headers HTTP headers that belong to the message; transports without headers ignore them
 */
public record OutboundMessage(WireText body, Map<String, String> headers) {
  public OutboundMessage {
    headers = Map.copyOf(headers);
  }
}
