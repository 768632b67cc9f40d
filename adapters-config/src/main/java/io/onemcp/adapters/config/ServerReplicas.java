package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sees that no server has the name of another one's replica. */
final class ServerReplicas {
  private final Set<BackendName> servers = new HashSet<>();
  private final Set<BackendName> replicas = new HashSet<>();

  /** Compares a server with those that were accepted before. */
  void check(BackendDefinition definition, Table entry, String path, Findings findings) {
    int count = definition.transports().size();
    String last = definition.name() + "-" + count;
    if (count > 1 && !BackendName.isValid(last)) {
      findings.add(
          entry.at(), path, "this name is too long for one with replicas", "room for \"-64\"");
    } else if (names(definition).anyMatch(servers::contains)
        || replicas.contains(definition.name())) {
      findings.add(
          entry.at(),
          path,
          "a replica and a server would have the same name",
          "no server named like another one with a number behind it");
    }
  }

  void accept(BackendDefinition definition) {
    servers.add(definition.name());
    names(definition).forEach(replicas::add);
  }

  /** Returns the names of all replicas but the first. */
  private static Stream<BackendName> names(BackendDefinition definition) {
    return IntStream.rangeClosed(2, definition.transports().size())
        .mapToObj(definition.name()::replica);
  }
}
