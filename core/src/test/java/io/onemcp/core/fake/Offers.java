package io.onemcp.core.fake;

import io.onemcp.core.backend.Capability;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds what a backend offers. */
public final class Offers {
  private final Map<CapabilityKind, List<Capability>> lists = new EnumMap<>(CapabilityKind.class);
  private Era era = Era.STATEFUL;
  private Json capabilities = Json.of("{\"tools\":{},\"prompts\":{},\"resources\":{}}");
  private Optional<String> instructions = Optional.empty();
  private Offer.Freshness freshness = Offer.Freshness.NONE;

  /** Offers tools of these names. */
  public static Offers tools(String... names) {
    Offers offers = new Offers();
    for (String name : names) {
      offers.with(CapabilityKind.TOOL, "{\"name\":" + Json.string(name) + "}");
    }
    return offers;
  }

  /** Offers resources of these URIs. */
  public static Offers resources(String... uris) {
    Offers offers = new Offers();
    for (String uri : uris) {
      offers.with(CapabilityKind.RESOURCE, "{\"uri\":" + Json.string(uri) + "}");
    }
    return offers;
  }

  /** Offers one more thing. */
  public Offers with(CapabilityKind kind, String definition) {
    Json json = Json.of(definition);
    String name = String.valueOf(json.text(kind.nameMember()));
    lists.computeIfAbsent(kind, _ -> new ArrayList<>()).add(new Capability(kind, name, json));
    return this;
  }

  /** Offers one more resource template. */
  public Offers withTemplate(String template) {
    return with(
        CapabilityKind.RESOURCE_TEMPLATE, "{\"uriTemplate\":" + Json.string(template) + "}");
  }

  public Offers era(Era other) {
    era = other;
    return this;
  }

  public Offers declaring(String json) {
    capabilities = Json.of(json);
    return this;
  }

  public Offers instructing(String words) {
    instructions = Optional.of(words);
    return this;
  }

  public Offers fresh(long ttlMillis, boolean shareable) {
    freshness = new Offer.Freshness(ttlMillis, shareable);
    return this;
  }

  public Offer offer() {
    Json info = Json.of("{\"name\":\"itself\"}");
    Revision revision = era == Era.STATELESS ? Revision.LATEST_STATELESS : Revision.LATEST_STATEFUL;
    return new Offer(
        revision, new ServerDescription(info, capabilities, instructions), lists, freshness);
  }
}
