package io.onemcp.core.catalog;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that one view shows at one moment. Immutable, but for what it remembers having
 * computed.
 */
public final class Projection {
  /** What a view without backends shows. */
  static final Projection EMPTY = new Projection(Collections.emptySortedMap(), Map.of());

  private final SortedMap<BackendName, Offer> offers;
  private final Map<CapabilityKind, List<Entry>> lists = new EnumMap<>(CapabilityKind.class);
  private final Map<CapabilityKind, Map<String, Entry>> byName =
      new EnumMap<>(CapabilityKind.class);
  private final Map<String, UriTemplate> templates = new HashMap<>();
  private final Set<BackendName> rewritten = new TreeSet<>();
  private final Map<String, BackendName> schemes = new HashMap<>();
  private final Set<String> sharedSchemes = new TreeSet<>();
  private final Map<ListKey, Json> rendered = new ConcurrentHashMap<>();

  Projection(SortedMap<BackendName, Offer> offers, Map<CapabilityKind, List<Entry>> sorted) {
    this.offers = Collections.unmodifiableSortedMap(new TreeMap<>(offers));
    for (CapabilityKind kind : CapabilityKind.values()) {
      List<Entry> entries = List.copyOf(sorted.getOrDefault(kind, List.of()));
      Map<String, Entry> index = HashMap.newHashMap(entries.size());
      entries.forEach(entry -> index.putIfAbsent(entry.exposedName(), entry));
      lists.put(kind, entries);
      byName.put(kind, index);
    }
    list(CapabilityKind.RESOURCE_TEMPLATE)
        .forEach(entry -> templates.put(entry.exposedName(), UriTemplate.of(entry.exposedName())));
    list(CapabilityKind.RESOURCE).forEach(this::noteUri);
    list(CapabilityKind.RESOURCE_TEMPLATE).forEach(this::noteUri);
  }

  private void noteUri(Entry entry) {
    if (!entry.exposedName().equals(entry.originalName())) {
      rewritten.add(entry.backend());
    }
    String scheme = scheme(entry.originalName());
    BackendName owner = schemes.putIfAbsent(scheme, entry.backend());
    if (owner != null && !owner.equals(entry.backend())) {
      sharedSchemes.add(scheme);
    }
  }

  /** Returns what the view lists, in the order of exposed names. */
  public List<Entry> list(CapabilityKind kind) {
    return lists.getOrDefault(kind, List.of());
  }

  /** Returns the list as an array for clients of an era; made once, by the shape given first. */
  public Json rendered(CapabilityKind kind, Era client, ListShape shape) {
    return rendered.computeIfAbsent(
        new ListKey(kind, client),
        _ ->
            JsonWriter.array(
                list(kind).stream().flatMap(entry -> shape.of(entry, client).stream()).toList()));
  }

  /** Finds a listed thing by its exposed name. */
  public Optional<Entry> find(CapabilityKind kind, String exposedName) {
    return Optional.ofNullable(byName.getOrDefault(kind, Map.of()).get(exposedName));
  }

  /**
   * Finds the backend that a resource belongs to: the one that lists it, else one whose template
   * fits, else the only one that uses such URIs, else the only one that has resources at all.
   */
  public Optional<Route> routeUri(String uri) {
    Optional<Entry> listed =
        find(CapabilityKind.RESOURCE, uri).or(() -> find(CapabilityKind.RESOURCE_TEMPLATE, uri));
    if (listed.isPresent()) {
      return listed.map(entry -> new Route(entry.backend(), entry.originalName()));
    }
    Optional<ExposedUris.Qualified> qualified =
        ExposedUris.parse(uri).filter(parts -> offers.containsKey(parts.backend()));
    if (qualified.isPresent()) {
      return qualified.map(parts -> new Route(parts.backend(), parts.uri()));
    }
    return fitting(uri).or(() -> sole(uri)).map(backend -> new Route(backend, uri));
  }

  private Optional<BackendName> fitting(String uri) {
    return list(CapabilityKind.RESOURCE_TEMPLATE).stream()
        .filter(entry -> fits(entry, uri))
        .map(Entry::backend)
        .findFirst();
  }

  private boolean fits(Entry entry, String uri) {
    UriTemplate template = templates.get(entry.exposedName());
    return template != null && template.fits(uri);
  }

  private Optional<BackendName> sole(String uri) {
    String scheme = scheme(uri);
    if (schemes.containsKey(scheme) && !sharedSchemes.contains(scheme)) {
      return Optional.of(schemes.get(scheme));
    }
    List<BackendName> having =
        offers.entrySet().stream()
            .filter(offer -> offer.getValue().server().declares(CapabilityKind.RESOURCE))
            .map(Map.Entry::getKey)
            .toList();
    return having.size() == 1 ? Optional.of(having.getFirst()) : Optional.empty();
  }

  /** Returns the URI under which clients of this view know a resource of a backend. */
  public String exposeUri(BackendName backend, String uri) {
    if (!rewritten.contains(backend)) {
      return uri;
    }
    String qualified = ExposedUris.qualify(backend, uri);
    boolean contested =
        find(CapabilityKind.RESOURCE, qualified).isPresent()
            || find(CapabilityKind.RESOURCE_TEMPLATE, qualified).isPresent();
    return contested || comesFromContestedTemplate(backend, uri, qualified) ? qualified : uri;
  }

  private boolean comesFromContestedTemplate(BackendName backend, String uri, String qualified) {
    return find(CapabilityKind.RESOURCE, uri).isEmpty()
        && list(CapabilityKind.RESOURCE_TEMPLATE).stream()
            .anyMatch(entry ->
                entry.backend().equals(backend)
                    && !entry.exposedName().equals(entry.originalName())
                    && fits(entry, qualified));
  }

  /**
   * Returns whether some URIs of a backend are shown differently, so that its results have to be
   * looked through.
   */
  public boolean rewritesUrisOf(BackendName backend) {
    return rewritten.contains(backend);
  }

  /** Returns what the backends in this view offer. */
  public SortedMap<BackendName, Offer> offers() {
    return offers;
  }

  /** How clients of an era may see an entry; empty if not at all. A pure function. */
  @FunctionalInterface
  public interface ListShape {
    Optional<Json> of(Entry entry, Era client);
  }

  private record ListKey(CapabilityKind kind, Era client) {}

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon);
  }
}
