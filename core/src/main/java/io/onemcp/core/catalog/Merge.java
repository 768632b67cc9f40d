package io.onemcp.core.catalog;

import io.onemcp.core.backend.Capability;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Makes one list of many, per kind: a pure function of the offers and the naming. */
final class Merge {
  private final ExposedNames names;

  Merge(NamingConfig naming) {
    this.names = new ExposedNames(naming);
  }

  /**
   * Merges all offers under exposed names. Where names are prefixed and two backends come to one
   * name all the same, the later one's gets a hash; otherwise the first one stays.
   */
  Projection everything(SortedMap<BackendName, Offer> offers) {
    Map<CapabilityKind, List<Entry>> lists = new EnumMap<>(CapabilityKind.class);
    for (CapabilityKind kind : CapabilityKind.values()) {
      Set<String> contested = contested(kind, offers);
      Map<String, Entry> merged = new HashMap<>();
      offers.forEach((backend, offer) -> {
        for (Capability capability : offer.list(kind)) {
          String exposed = expose(backend, capability, contested.contains(capability.name()));
          Entry there = merged.get(exposed);
          if (there != null && !there.backend().equals(backend)) {
            exposed = yielding(backend, capability, exposed);
          }
          if (!merged.containsKey(exposed)) {
            merged.put(exposed, Entry.of(exposed, backend, offer.era(), capability));
          }
        }
      });
      List<Entry> sorted = new ArrayList<>(merged.values());
      sorted.sort(Comparator.comparing(Entry::exposedName));
      lists.put(kind, sorted);
    }
    return new Projection(offers, lists);
  }

  /** Shows one offer under its own names, in its own order. */
  Projection single(SortedMap<BackendName, Offer> offers) {
    Map<CapabilityKind, List<Entry>> lists = new EnumMap<>(CapabilityKind.class);
    offers.forEach((backend, offer) -> {
      for (CapabilityKind kind : CapabilityKind.values()) {
        // A name that stands twice could be found only once, and pages would go in circles.
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Capability capability : offer.list(kind)) {
          Entry entry = Entry.of(capability.name(), backend, offer.era(), capability);
          entries.putIfAbsent(capability.name(), entry);
        }
        lists.put(kind, List.copyOf(entries.values()));
      }
    });
    return new Projection(offers, lists);
  }

  private String expose(BackendName backend, Capability capability, boolean contested) {
    return switch (capability.kind()) {
      case TOOL, PROMPT -> names.expose(backend, capability.name(), contested);
      case RESOURCE, RESOURCE_TEMPLATE ->
          contested ? ExposedUris.qualify(backend, capability.name()) : capability.name();
    };
  }

  private String yielding(BackendName backend, Capability capability, String exposed) {
    return switch (capability.kind()) {
      case TOOL, PROMPT -> names.yielding(backend, capability.name(), exposed);
      case RESOURCE, RESOURCE_TEMPLATE -> exposed;
    };
  }

  private static Set<String> contested(CapabilityKind kind, SortedMap<BackendName, Offer> offers) {
    Map<String, BackendName> owners = new HashMap<>();
    Set<String> contested = new HashSet<>();
    offers.forEach((backend, offer) -> {
      for (Capability capability : offer.list(kind)) {
        BackendName owner = owners.putIfAbsent(capability.name(), backend);
        if (owner != null && !owner.equals(backend)) {
          contested.add(capability.name());
        }
      }
    });
    return contested;
  }
}
