package io.onemcp.core.exchange;

import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.bridge.Bridges;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Cursors;
import io.onemcp.core.catalog.Entry;
import io.onemcp.core.catalog.Projection;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;
import java.util.Optional;

/**
 * Answers the four list methods from the catalog; no backend is waited for. One whose list is over
 * its time is asked behind the answer: who listens hears of what has changed, others see it in
 * their next list.
 */
public final class Listings {
  private final CapabilityCatalog catalog;
  private final Backends backends;
  private final Cursors cursors;
  private final int pageSize;
  private final Json gateway;

  /**
   * Makes the lists.
   *
   * @param pageSize entries on a page; 0 for everything at once
   * @param gateway the gateway's own {@code serverInfo}
   */
  public Listings(
      CapabilityCatalog catalog, Backends backends, Cursors cursors, int pageSize, Json gateway) {
    this.catalog = catalog;
    this.backends = backends;
    this.cursors = cursors;
    this.pageSize = pageSize;
    this.gateway = gateway;
  }

  /** Returns what answers the list method of a kind. */
  public ExchangeHandler of(CapabilityKind kind) {
    return exchange -> list(exchange, kind);
  }

  private Outcome list(Exchange exchange, CapabilityKind kind) {
    Projection projection = catalog.of(exchange.client().view());
    List<Entry> entries = projection.list(kind);
    Era era = exchange.client().era();
    Json cursor = exchange.params().at("cursor");
    if (cursor == null) {
      refresh(projection, kind);
    }
    if (cursor == null && (pageSize == 0 || entries.size() <= pageSize)) {
      return result(
          kind, projection.rendered(kind, era, Listings::shape), Optional.empty(), projection, era);
    }
    Optional<Integer> start = cursor == null ? Optional.of(0) : start(kind, cursor, entries);
    if (start.isEmpty()) {
      return new Outcome.Refusal(
          new GatewayError.InvalidParams(
              "cursor: " + cursor + " (expected: a nextCursor of this list)"));
    }
    int from = start.get();
    int to = pageSize == 0 ? entries.size() : Math.min(entries.size(), from + pageSize);
    Optional<String> next =
        to < entries.size()
            ? Optional.of(cursors.after(kind, entries.get(to - 1).exposedName()))
            : Optional.empty();
    List<Json> page =
        entries.subList(from, to).stream().flatMap(entry -> shape(entry, era).stream()).toList();
    return result(kind, JsonWriter.array(page), next, projection, era);
  }

  private void refresh(Projection projection, CapabilityKind kind) {
    for (BackendName name : projection.offers().keySet()) {
      backends.find(name).ifPresent(backend -> backend.refresh(kind));
    }
  }

  private Optional<Integer> start(CapabilityKind kind, Json cursor, List<Entry> entries) {
    return cursors.read(kind, cursor.asText()).map(after -> indexBehind(after, entries));
  }

  /** Finds where to go on; the entry itself may be gone by now. */
  private static int indexBehind(String name, List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).exposedName().equals(name)) {
        return i + 1;
      }
    }
    int behind = 0;
    while (behind < entries.size() && entries.get(behind).exposedName().compareTo(name) < 0) {
      behind++;
    }
    return behind;
  }

  /** Returns an entry as a client of the era may see it; empty if it may not see it at all. */
  private static Optional<Json> shape(Entry entry, Era client) {
    if (client == Era.STATELESS && !entry.isCallableOverHttp()) {
      return Optional.empty();
    }
    return Optional.of(
        Bridges.between(client, entry.era())
            .map(bridge -> bridge.definition(entry.kind(), entry.definition()))
            .orElse(entry.definition()));
  }

  private Outcome result(
      CapabilityKind kind, Json list, Optional<String> next, Projection projection, Era era) {
    StringBuilder tail = new StringBuilder();
    next.ifPresent(cursor -> tail.append(",\"nextCursor\":").append(Json.string(cursor)));
    if (era == Era.STATELESS) {
      tail.append(",\"resultType\":\"complete\"")
          .append(freshness(projection))
          .append(",\"_meta\":")
          .append(meta());
    }
    return new Outcome.Result(
        WireText.concat(
            WireText.of("{\"" + kind.listMember() + "\":"),
            list.wire(),
            WireText.of(tail.append('}').toString())));
  }

  private Json meta() {
    return new JsonWriter().put(MetaKeys.SERVER_INFO, gateway).json();
  }

  /** Returns the cache hints of a merged list: no better than those of its least certain part. */
  static String freshness(Projection projection) {
    long ttl = Long.MAX_VALUE;
    boolean shareable = true;
    for (Offer offer : projection.offers().values()) {
      ttl = Math.min(ttl, offer.freshness().ttlMillis());
      shareable &= offer.freshness().shareable();
    }
    boolean nothing = projection.offers().isEmpty();
    return ",\"ttlMs\":"
        + (nothing ? 0 : ttl)
        + ",\"cacheScope\":\""
        + (shareable && !nothing ? "public" : "private")
        + "\"";
  }
}
