package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import java.util.Collection;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sees that no server has the name of another one's replica. */
record ServerReplicas(Findings findings, Collection<BackendDefinition> others) {
  void check(BackendDefinition definition, Table entry, String path) {
    int replicas = definition.transports().size();
    String last = definition.name() + "-" + replicas;
    if (replicas > 1 && !BackendName.isValid(last)) {
      findings.add(
          entry.at(), path, "this name is too long for one with replicas", "room for \"-64\"");
      return;
    }
    for (BackendDefinition other : others) {
      if (names(definition).anyMatch(name -> name.equals(other.name()))
          || names(other).anyMatch(name -> name.equals(definition.name()))) {
        findings.add(
            entry.at(),
            path,
            "a replica and a server would have the same name",
            "no server named like another one with a number behind it");
      }
    }
  }

  /** Returns the names of all replicas but the first. */
  private static Stream<BackendName> names(BackendDefinition definition) {
    return IntStream.rangeClosed(2, definition.transports().size())
        .mapToObj(definition.name()::replica);
  }
}
