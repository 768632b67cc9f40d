package io.onemcp.core.exchange;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ConnectionState;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a view introduces itself: one backend like that backend, all of them like the union of what
 * they declare.
 */
public final class Descriptions {
  private static final String COMPLETIONS = "completions";

  private final CapabilityCatalog catalog;
  private final Backends backends;
  private final Implementation gateway;

  public Descriptions(CapabilityCatalog catalog, Backends backends, Implementation gateway) {
    this.catalog = catalog;
    this.backends = backends;
    this.gateway = gateway;
  }

  /** Returns what clients of an era are told about a view now. */
  public ServerDescription of(View view, Era client) {
    SortedMap<BackendName, Offer> offers = catalog.of(view).offers();
    if (view instanceof View.OneBackend(var name)) {
      Offer offer = offers.get(name);
      return offer == null
          ? new ServerDescription(gateway.json(), everything(), Optional.empty())
          : alone(offer, client);
    }
    Json known = mayGrow() ? everything() : union(offers);
    Json capabilities = SharedExtensions.add(known, offers.values(), client);
    return new ServerDescription(gateway.json(), capabilities, instructions(offers));
  }

  /**
   * A backend that is on its way may bring anything, and clients look at capabilities only once.
   */
  private boolean mayGrow() {
    return backends.all().stream().map(Backend::state).anyMatch(Descriptions::isOnItsWay);
  }

  private static boolean isOnItsWay(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Ready _, ConnectionState.Disabled _ -> false;
      default -> true;
    };
  }

  private static Json everything() {
    return Json.of(
        "{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},\"resources\":{\"subscribe\":true,\"listChanged\":true},"
            + "\"completions\":{},\"logging\":{}}");
  }

  private static ServerDescription alone(Offer offer, Era client) {
    Json declared = offer.server().capabilities();
    Json capabilities;
    if (offer.era() == client) {
      var patch = declared.patch();
      if (completes(offer) && !offer.server().declares(COMPLETIONS)) {
        patch.set(Json.EMPTY_OBJECT, COMPLETIONS);
      }
      for (CapabilityKind kind : CapabilityKind.values()) {
        if (offer.server().declares(kind)) {
          patch.set(Json.TRUE, kind.declaredAs(), "listChanged");
        }
      }
      capabilities = patch.json();
    } else {
      Json bridged = union(new TreeMap<>(Map.of(new BackendName("it"), offer)));
      capabilities = SharedExtensions.add(bridged, List.of(offer), client);
    }
    return new ServerDescription(
        offer.server().serverInfo(), capabilities, offer.server().instructions());
  }

  private static Json union(SortedMap<BackendName, Offer> offers) {
    JsonWriter union = new JsonWriter();
    for (CapabilityKind kind : CapabilityKind.values()) {
      if (offers.values().stream().anyMatch(offer -> offer.server().declares(kind))) {
        union.put(kind.declaredAs(), Json.of("{\"listChanged\":true}"));
      }
    }
    if (offers.values().stream().anyMatch(Descriptions::takesSubscriptions)) {
      union.put("resources", Json.of("{\"subscribe\":true,\"listChanged\":true}"));
    }
    if (offers.values().stream().anyMatch(Descriptions::completes)) {
      union.put(COMPLETIONS, Json.EMPTY_OBJECT);
    }
    if (offers.values().stream().anyMatch(offer -> offer.server().declares("logging"))) {
      union.put("logging", Json.EMPTY_OBJECT);
    }
    return union.json();
  }

  /** The oldest revision completes without a word for it, and younger clients look for the word. */
  private static boolean completes(Offer offer) {
    boolean untold =
        offer.revision() == Revision.V2024_11_05
            && (offer.server().declares(CapabilityKind.PROMPT)
                || offer.server().declares(CapabilityKind.RESOURCE_TEMPLATE));
    return untold || offer.server().declares(COMPLETIONS);
  }

  private static boolean takesSubscriptions(Offer offer) {
    return offer.server().declares("resources", "subscribe");
  }

  private static Optional<String> instructions(SortedMap<BackendName, Offer> offers) {
    String text =
        offers.entrySet().stream()
            .flatMap(entry ->
                entry.getValue().server().instructions().stream()
                    .map(words -> "## " + entry.getKey() + "\n\n" + words.strip()))
            .collect(Collectors.joining("\n\n"));
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
