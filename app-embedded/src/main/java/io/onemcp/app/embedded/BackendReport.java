package io.onemcp.app.embedded;

import java.util.Map;
import java.util.Optional;

/**
 * How one backend of a runtime is at one moment.
 *
 * @param name as configured
 * @param state where its connection stands, in one or two words
 * @param ready whether calls reach it
 * @param settled whether its first connection has succeeded or failed by now
 * @param transport how it is reached
 * @param revision the revision spoken with it, while connected
 * @param counts how much it offers: tools, prompts, resources, resource templates
 * @param reason why it is not ready
 * @param diagnostics the last lines that it wrote for people
 */
public record BackendReport(
    String name,
    String state,
    boolean ready,
    boolean settled,
    String transport,
    Optional<String> revision,
    Map<String, Integer> counts,
    Optional<String> reason,
    String diagnostics) {
  public BackendReport {
    counts = Map.copyOf(counts);
  }
}
