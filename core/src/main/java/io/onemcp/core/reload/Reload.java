package io.onemcp.core.reload;

import io.onemcp.core.config.ConfigDiff;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.event.Event;
import java.util.List;

/**
 * What came of reading the configuration anew. Names servers and keys, tells no configured value.
 */
public sealed interface Reload extends Event {
  /** Tells it in lines for people. */
  List<String> lines();

  /**
   * The new configuration is in use.
   *
   * @param skipped why servers were left out; those that ran before go on as they were
   * @param warnings what was read but has no effect
   */
  record Applied(ConfigDiff diff, List<ConfigProblem> skipped, List<ConfigProblem> warnings)
      implements Reload {
    public Applied {
      skipped = List.copyOf(skipped);
      warnings = List.copyOf(warnings);
    }

    @Override
    public List<String> lines() {
      return diff.lines();
    }
  }

  /** It says what is in use already. */
  record Unchanged(List<ConfigProblem> skipped) implements Reload {
    public Unchanged {
      skipped = List.copyOf(skipped);
    }

    @Override
    public List<String> lines() {
      return List.of("no change");
    }
  }

  /** It cannot be used; the last good one stays in use. */
  record Rejected(List<ConfigProblem> problems) implements Reload {
    public Rejected {
      problems = List.copyOf(problems);
    }

    @Override
    public List<String> lines() {
      return problems.stream().map(ConfigProblem::toString).toList();
    }
  }
}
