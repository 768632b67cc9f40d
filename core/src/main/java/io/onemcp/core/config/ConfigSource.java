package io.onemcp.core.config;

import io.onemcp.core.OutboundPort;
import java.util.List;
import java.util.Set;

/** Where configuration comes from. */
@OutboundPort
public interface ConfigSource {
  /**
   * Reads the configuration as it is now, and finds all problems in it at once. May block on a
   * file; never throws for what the source holds.
   */
  Reading load();

  /** What was read. */
  sealed interface Reading {
    /**
     * A configuration to run with.
     *
     * @param config what was understood
     * @param skipped why servers were left out; the rest of the configuration stands without them
     * @param warnings what was read but has no effect
     * @param unusable names of the servers that were left out although somebody wants them
     */
    record Loaded(
        GatewayConfig config,
        List<ConfigProblem> skipped,
        List<ConfigProblem> warnings,
        Set<BackendName> unusable)
        implements Reading {
      public Loaded {
        unusable = Set.copyOf(unusable);
        skipped = List.copyOf(skipped);
        warnings = List.copyOf(warnings);
      }
    }

    /** Nothing to run with; there is at least one problem. */
    record Rejected(List<ConfigProblem> problems) implements Reading {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }
}
