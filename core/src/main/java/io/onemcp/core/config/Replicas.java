package io.onemcp.core.config;

import java.util.List;

/**
 * How many of one backend there are, and which of them gets a request.
 *
 * @param others how the second and all further ones are reached; none for a backend that is alone
 * @param balance which gets the next request
 */
public record Replicas(List<BackendTransport> others, Balance balance) {
  /** Most replicas of one backend. */
  public static final int MAX = 64;

  /** There is one only. */
  public static final Replicas NONE = new Replicas(List.of(), Balance.LEAST_CONNECTIONS);

  public Replicas {
    others = List.copyOf(others);
    if (others.size() >= MAX) {
      throw new IllegalArgumentException(
          "replicas: " + (others.size() + 1) + " (expected: up to " + MAX + ")");
    }
  }

  /** Which replica gets the next request. */
  public enum Balance {
    /** One of those with the fewest requests under way. */
    LEAST_CONNECTIONS("least-connections"),
    /** Each in its turn. */
    ROUND_ROBIN("round-robin");

    private final String word;

    Balance(String word) {
      this.word = word;
    }

    /** Returns the word that configuration uses. */
    public String word() {
      return word;
    }
  }
}
