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

/**
 * Makes one list of many, per kind: a function of the offers and the naming. What it is to look
 * like is decided anew each time; what looks as it did in the merge before is taken over, so that a
 * change costs what has changed, and a short look at everything else.
 */
final class Merge {
  private static final Comparator<Entry> BY_NAME = Comparator.comparing(Entry::exposedName);

  private final ExposedNames names;

  Merge(NamingConfig naming) {
    this.names = new ExposedNames(naming);
  }

  /**
   * Merges all offers under exposed names. Where names are prefixed and two backends come to one
   * name all the same, the later one's gets a hash; otherwise the first one stays.
   *
   * @param last any earlier result, to take over what is the same
   */
  Projection everything(SortedMap<BackendName, Offer> offers, Projection last) {
    Map<CapabilityKind, List<Entry>> lists = new EnumMap<>(CapabilityKind.class);
    for (CapabilityKind kind : CapabilityKind.values()) {
      lists.put(kind, merged(kind, offers, last));
    }
    return new Projection(offers, lists);
  }

  private List<Entry> merged(
      CapabilityKind kind, SortedMap<BackendName, Offer> offers, Projection last) {
    Set<String> contested = contested(kind, offers);
    Map<String, Entry> merged = HashMap.newHashMap(last.list(kind).size());
    List<Entry> fresh = new ArrayList<>();
    offers.forEach((backend, offer) -> {
      for (Capability capability : offer.list(kind)) {
        String exposed = expose(backend, capability, contested.contains(capability.name()));
        Entry there = merged.get(exposed);
        if (there != null && !there.backend().equals(backend)) {
          exposed = yielding(backend, capability, exposed);
        }
        if (!merged.containsKey(exposed)) {
          Entry known = last.find(kind, exposed).orElse(null);
          Entry entry =
              known != null && known.shows(backend, offer.era(), capability)
                  ? known
                  : Entry.of(exposed, backend, offer.era(), capability);
          merged.put(exposed, entry);
          if (!entry.equals(known)) {
            fresh.add(entry);
          }
        }
      }
    });
    return sorted(last.list(kind), merged, fresh);
  }

  /** Sorts few into many that are sorted: the sort finds one long run, and merges. */
  private static List<Entry> sorted(
      List<Entry> before, Map<String, Entry> merged, List<Entry> fresh) {
    List<Entry> sorted = new ArrayList<>(merged.size());
    for (Entry entry : before) {
      Entry now = merged.get(entry.exposedName());
      if (entry.equals(now)) {
        sorted.add(now);
      }
    }
    sorted.addAll(fresh);
    sorted.sort(BY_NAME);
    return sorted;
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
