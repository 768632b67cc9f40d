package io.onemcp.adapters.http.inbound;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a gateway is at one moment.
 *
 * @param overall the whole in one word
 * @param version of the gateway
 * @param backends one by one, in the order in which they are shown
 */
public record HealthReport(Overall overall, String version, List<BackendHealth> backends) {
  public HealthReport {
    backends = List.copyOf(backends);
  }

  /** The whole in one word. */
  public enum Overall {
    /** Some backend has not settled for the first time: it is neither connected nor given up. */
    STARTING("starting"),
    /** Every backend that is wanted is connected. */
    OK("ok"),
    /** The gateway serves, with some backend missing. */
    DEGRADED("degraded");

    private final String label;

    Overall(String label) {
      this.label = label;
    }

    /** Returns the word for people and programs. */
    public String label() {
      return label;
    }
  }

  /**
   * How one backend is.
   *
   * @param name as configured
   * @param state its state in one or two words
   * @param transport how it is reached
   * @param revision the revision spoken with it, where connected
   * @param counts how much it offers, by kind
   * @param reason why it is not connected
   * @param diagnostics the last lines that it said about itself, oldest first
   */
  public record BackendHealth(
      String name,
      String state,
      String transport,
      Optional<String> revision,
      Map<String, Integer> counts,
      Optional<String> reason,
      List<String> diagnostics) {
    public BackendHealth {
      counts = Map.copyOf(counts);
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
