package io.onemcp.core.reload;

import io.onemcp.core.config.ConfigProblem;
import java.time.Instant;
import java.util.List;

/**
 * How the configuration in use relates to the one that was read last.
 *
 * @param state what came of the last reading
 * @param since when that was first so
 * @param problems what a person should change; no configured value
 * @param pending keys whose values take effect when the gateway is started again
 */
public record ConfigStanding(
    State state, Instant since, List<ConfigProblem> problems, List<String> pending) {
  public ConfigStanding {
    problems = List.copyOf(problems);
    pending = List.copyOf(pending);
  }

  /** What came of the last reading. */
  public enum State {
    /** All of it is in use. */
    APPLIED("applied"),
    /** It is in use but for servers that cannot be understood; those that ran before go on. */
    INCOMPLETE("incomplete"),
    /** It cannot be used: the last good one is. */
    REJECTED("rejected");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** Returns the word for people and programs. */
    public String label() {
      return label;
    }
  }
}
