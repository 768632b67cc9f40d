package io.onemcp.benchmarks.rig;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared.
 *
 * @param own this gateway
 * @param nginx the yardstick
 * @param rivals products of the same purpose
 */
record Products(OneMcp own, Nginx nginx, List<Product> rivals) {
  /** Returns this gateway from its own folder, nginx, what npm can install, and what is added. */
  static Products with(Path launcher, List<? extends Product> more) {
    List<Product> rivals = new ArrayList<>(List.of(NodeProxy.values()));
    rivals.addAll(more);
    return new Products(new OneMcp(launcher, true), new Nginx(), rivals);
  }

  /** Returns their versions, of those that can be started. */
  Json versions() {
    List<Product> all = new ArrayList<>(List.of(own, nginx));
    all.addAll(rivals);
    JsonWriter versions = new JsonWriter();
    for (Product product : all) {
      versions.put(
          product.label(),
          product.missing().map(why -> "left out: " + why).orElseGet(product::version));
    }
    return versions.json();
  }
}
