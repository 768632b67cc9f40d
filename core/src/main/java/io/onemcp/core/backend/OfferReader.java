package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a backend's lists, every page of them. */
final class OfferReader {
  /** Most pages of one list; a server that has more is taken to go in circles. */
  static final int MAX_PAGES = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(OfferReader.class);

  private final Hop hop;
  private final String backend;

  OfferReader(Hop hop, String backend) {
    this.hop = hop;
    this.backend = backend;
  }

  /** Reads one list; empty where the backend does not declare it or answers with an error. */
  Listing read(CapabilityKind kind) throws InterruptedException {
    List<Capability> all = new ArrayList<>();
    if (!hop.server().declares(kind)) {
      return new Listing(all, Offer.Freshness.NONE);
    }
    Set<String> cursors = new HashSet<>();
    Offer.Freshness freshness = Offer.Freshness.NONE;
    Json params = Json.EMPTY_OBJECT;
    for (int page = 0; page < MAX_PAGES; page++) {
      Response response = hop.call(Call.of(kind.listMethod(), params));
      if (response instanceof Failure(_, _, var error)) {
        LOG.warn(
            "backend {} answered {} with error {}: {}",
            backend,
            kind.listMethod(),
            error.code(),
            error.message());
        break;
      }
      Json result = ((Success) response).result();
      collect(kind, result, all);
      freshness = freshness(result);
      String cursor = result.text("nextCursor");
      if (cursor == null) {
        break;
      }
      if (!cursors.add(cursor)) {
        LOG.warn(
            "backend {} repeated a cursor of {}; the rest of the list is left out",
            backend,
            kind.listMethod());
        break;
      }
      params = new JsonWriter().put("cursor", cursor).json();
    }
    return new Listing(all, freshness);
  }

  private void collect(CapabilityKind kind, Json result, List<Capability> all) {
    Json list = result.at(kind.listMember());
    if (list == null) {
      return;
    }
    for (Json definition : list.elements()) {
      String name = definition.text(kind.nameMember());
      if (name == null) {
        LOG.warn(
            "backend {} lists a {} without {}; it is left out",
            backend,
            kind.label(),
            kind.nameMember());
      } else {
        all.add(new Capability(kind, name, definition));
      }
    }
  }

  private static Offer.Freshness freshness(Json result) {
    Json ttl = result.at("ttlMs");
    try {
      long millis = ttl == null ? 0 : Math.max(0, Long.parseLong(ttl.toString()));
      return new Offer.Freshness(millis, "public".equals(result.text("cacheScope")));
    } catch (NumberFormatException _) {
      return Offer.Freshness.NONE;
    }
  }

  record Listing(List<Capability> capabilities, Offer.Freshness freshness) {}
}
