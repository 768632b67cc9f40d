package io.onemcp.core.exchange;

import io.onemcp.core.backend.Offer;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonMember;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.task.TaskSupport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What backends of one era declare beyond the core protocol, merged: tasks and extensions. */
final class SharedExtensions {
  private SharedExtensions() {}

  /** Adds to the capabilities of a view what its backends can do for clients of an era. */
  static Json add(Json capabilities, Collection<Offer> offers, Era client) {
    List<Offer> same = offers.stream().filter(offer -> offer.era() == client).toList();
    var patch = capabilities.patch();
    Json extensions = extensions(same);
    if (client == Era.STATELESS
        && offers.stream().anyMatch(offer -> TaskSupport.isOffered(offer, client))) {
      extensions = extensions.patch().set(Json.EMPTY_OBJECT, TaskSupport.EXTENSION).json();
    }
    if (!extensions.members().isEmpty()) {
      patch.set(extensions, "extensions");
    }
    if (client == Era.STATEFUL) {
      tasks(same).ifPresent(tasks -> patch.set(tasks, "tasks"));
    }
    return patch.json();
  }

  /** Settings in which backends differ are left out, since they would not hold for all of them. */
  private static Json extensions(List<Offer> offers) {
    Map<String, Map<String, Json>> merged = new TreeMap<>();
    for (Offer offer : offers) {
      Json declared = offer.server().capabilities().at("extensions");
      for (JsonMember extension : declared == null ? List.<JsonMember>of() : declared.members()) {
        Map<String, Json> settings = settings(extension.value());
        merged.merge(extension.name(), settings, SharedExtensions::common);
      }
    }
    JsonWriter extensions = new JsonWriter();
    merged.forEach((name, settings) -> {
      JsonWriter value = new JsonWriter();
      settings.forEach(value::put);
      extensions.put(name, value.json());
    });
    return extensions.json();
  }

  private static Map<String, Json> settings(Json value) {
    Map<String, Json> settings = new LinkedHashMap<>();
    value.members().forEach(member -> settings.put(member.name(), member.value()));
    return settings;
  }

  private static Map<String, Json> common(Map<String, Json> one, Map<String, Json> other) {
    Map<String, Json> common = new LinkedHashMap<>(one);
    common.entrySet().removeIf(setting -> !setting.getValue().equals(other.get(setting.getKey())));
    return common;
  }

  /** Only tools begin tasks here: no other request of the aggregate has tasks. */
  private static Optional<Json> tasks(List<Offer> offers) {
    if (offers.stream().noneMatch(offer -> declares(offer, "requests", "tools", "call"))) {
      return Optional.empty();
    }
    JsonWriter tasks = new JsonWriter();
    for (String plain : new String[] {"cancel", "list"}) {
      if (offers.stream().anyMatch(offer -> declares(offer, plain))) {
        tasks.put(plain, Json.EMPTY_OBJECT);
      }
    }
    tasks.put("requests", Json.of("{\"tools\":{\"call\":{}}}"));
    return Optional.of(tasks.json());
  }

  private static boolean declares(Offer offer, String... path) {
    Json tasks = offer.server().capabilities().at("tasks");
    return TaskSupport.isOffered(offer) && tasks != null && tasks.at(path) != null;
  }
}
