package io.onemcp.core.exchange;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.protocol.Methods;
import java.util.HashMap;
import java.util.Map;

/**
 * The methods that both eras have, and what does them. Each door adds its own; a method that is in
 * neither is unknown.
 *
 * @param places how many requests of one client are under way, at all doors
 */
public record MethodTables(Listings listings, Forwarding forwarding, ClientPlaces places) {
  /** Returns the common methods, in a map of the caller's own. */
  public Map<String, ExchangeHandler> common() {
    Map<String, ExchangeHandler> handlers = new HashMap<>();
    for (CapabilityKind kind : CapabilityKind.values()) {
      handlers.put(kind.listMethod(), listings.of(kind));
    }
    handlers.put(Methods.TOOLS_CALL, forwarding);
    handlers.put(Methods.PROMPTS_GET, forwarding);
    handlers.put(Methods.RESOURCES_READ, forwarding);
    handlers.put(Methods.COMPLETE, forwarding);
    return handlers;
  }
}
