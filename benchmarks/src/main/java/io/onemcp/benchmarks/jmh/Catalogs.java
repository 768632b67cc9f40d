package io.onemcp.benchmarks.jmh;

import io.onemcp.core.backend.Capability;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Catalogs of many tools. */
final class Catalogs {
  static final int TOOLS_OF_ONE = 20;

  private static final Json SCHEMA =
      Json.of(
          "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},"
              + "\"required\":[\"path\"]}");

  private Catalogs() {}

  /** Returns a catalog of so many backends, of twenty tools each. */
  static CapabilityCatalog of(int backends) {
    CapabilityCatalog catalog = new CapabilityCatalog(NamingConfig.DEFAULT);
    for (int i = 0; i < backends; i++) {
      catalog.offered(name(i), offer(""));
    }
    return catalog;
  }

  static BackendName name(int number) {
    return new BackendName("backend" + number);
  }

  /** Returns what a backend offers, told apart by a word. */
  static Offer offer(String word) {
    List<Capability> tools = new ArrayList<>();
    for (int i = 0; i < TOOLS_OF_ONE; i++) {
      String name = "tool" + i + word;
      Json definition =
          Json.of(
              "{\"name\":\""
                  + name
                  + "\",\"description\":\"Reads one file.\",\"inputSchema\":"
                  + SCHEMA
                  + "}");
      tools.add(new Capability(CapabilityKind.TOOL, name, definition));
    }
    return new Offer(
        Revision.LATEST_STATEFUL,
        ServerDescription.UNKNOWN,
        Map.of(CapabilityKind.TOOL, tools),
        Offer.Freshness.NONE);
  }
}
