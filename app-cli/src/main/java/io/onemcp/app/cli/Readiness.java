package io.onemcp.app.cli;

import io.onemcp.adapters.config.Nearest;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether servers are ready, of all or of those with certain names. A pure function of what a
 * gateway tells.
 *
 * @param ready those that are
 * @param pending those that may get so, each with how it is
 * @param failed those that will not by themselves, each with the cause
 * @param unknown those of the pending that the gateway does not know (yet)
 */
record Readiness(
    List<String> ready, List<String> pending, List<String> failed, List<String> unknown) {
  Readiness {
    ready = List.copyOf(ready);
    pending = List.copyOf(pending);
    failed = List.copyOf(failed);
    unknown = List.copyOf(unknown);
  }

  /**
   * Judges an answer of {@code GET /api/v1/servers}.
   *
   * @param wanted names; none for all servers that are not disabled
   */
  static Readiness of(Json answer, Set<String> wanted) {
    Map<String, Json> servers = new LinkedHashMap<>();
    Json list = answer.at("servers");
    if (list != null) {
      list.elements().forEach(server -> servers.put(String.valueOf(server.text("name")), server));
    }
    List<String> ready = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    servers.forEach((name, server) -> {
      boolean named = wanted.contains(name);
      String line = name + "  " + words(server);
      switch (String.valueOf(server.text("phase"))) {
        case String phase when !named && (!wanted.isEmpty() || phase.equals("disabled")) -> {
          // Nobody asks for it.
        }
        case "ready", "idle" -> ready.add(name);
        case "failed", "waiting", "disabled" -> failed.add(line);
        default -> pending.add(line);
      }
    });
    // One that was just written into the configuration is known in a moment.
    List<String> unknown =
        wanted.stream()
            .filter(name -> !servers.containsKey(name))
            .map(name -> name + "  no such server" + meant(name, servers.keySet()))
            .toList();
    pending.addAll(unknown);
    return new Readiness(ready, pending, failed, unknown);
  }

  private static String words(Json server) {
    return Optional.ofNullable(server.text("cause"))
        .or(() -> Optional.ofNullable(server.text("state")))
        .orElse("unknown");
  }

  private static String meant(String name, Set<String> known) {
    return Nearest.to(name, known).map(it -> "; did you mean \"" + it + "\"?").orElse("");
  }
}
