package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.MalformedJsonException;
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

  /** Members of a definition that somebody looks at later. */
  private static final String[] READ = {
    "name", "uri", "uriTemplate", "inputSchema", "outputSchema", "execution"
  };

  private static final Logger LOG = LoggerFactory.getLogger(OfferReader.class);

  private final Hop hop;
  private final String backend;

  OfferReader(Hop hop, String backend) {
    this.hop = hop;
    this.backend = backend;
  }

  /**
   * Reads one list. It is empty where the backend does not declare it, and incomplete where the
   * backend answers with an error or with something that two readers could see differently.
   */
  Listing read(CapabilityKind kind) throws InterruptedException {
    if (!hop.server().declares(kind)) {
      return new Listing(List.of(), Offer.Freshness.NONE, true);
    }
    List<Capability> all = new ArrayList<>();
    try {
      return readPages(kind, all);
    } catch (MalformedJsonException e) {
      LOG.warn("backend {}: {} is ambiguous: {}", backend, kind.listMethod(), e.getMessage());
      return new Listing(all, Offer.Freshness.NONE, false);
    }
  }

  private Listing readPages(CapabilityKind kind, List<Capability> all) throws InterruptedException {
    Set<String> cursors = new HashSet<>();
    Json params = Json.EMPTY_OBJECT;
    while (true) {
      Response response = hop.call(Call.of(kind.listMethod(), params));
      if (response instanceof Failure(_, _, var error)) {
        LOG.warn(
            "backend {} answered {} with error {}: {}",
            backend,
            kind.listMethod(),
            error.code(),
            error.message());
        return new Listing(all, Offer.Freshness.NONE, false);
      }
      Json result = ((Success) response).result();
      collect(kind, result, all);
      String cursor = result.text("nextCursor");
      if (cursor == null) {
        return new Listing(all, freshness(result), true);
      }
      if (!cursors.add(cursor) || cursors.size() >= MAX_PAGES) {
        LOG.warn(
            "backend {} goes in circles with {}; the rest of the list is left out",
            backend,
            kind.listMethod());
        return new Listing(all, freshness(result), true);
      }
      params = new JsonWriter().put("cursor", cursor).json();
    }
  }

  private void collect(CapabilityKind kind, Json result, List<Capability> all) {
    Json list = result.at(kind.listMember());
    if (list == null) {
      return;
    }
    for (Json definition : list.elements()) {
      try {
        for (String read : READ) {
          definition.at(read);
        }
        String name = definition.text(kind.nameMember());
        if (name != null) {
          all.add(new Capability(kind, name, definition));
          continue;
        }
        LOG.warn("backend {} lists a {} without a name; it is left out", backend, kind.label());
      } catch (MalformedJsonException e) {
        LOG.warn(
            "backend {} lists a {} that is ambiguous; it is left out: {}",
            backend,
            kind.label(),
            e.getMessage());
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

  /**
   * One list.
   *
   * @param complete whether nothing went wrong on the way
   */
  record Listing(List<Capability> capabilities, Offer.Freshness freshness, boolean complete) {}
}
