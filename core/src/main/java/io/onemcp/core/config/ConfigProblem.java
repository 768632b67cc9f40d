package io.onemcp.core.config;

import java.util.Optional;

/**
 * Something that a person should change in a configuration. Never holds a configured value that may
 * be a secret.
 *
 * @param source the file, or whatever else holds the configuration
 * @param line counted from 1; 0 where the source as a whole is meant
 * @param column counted from 1; 0 where the source as a whole is meant
 * @param key dotted path of the key, such as {@code runtime.http.port}; empty for the whole
 * @param problem what is wrong
 * @param expectation what would be right
 * @param nearest the known key or word that was probably meant
 */
public record ConfigProblem(
    String source,
    int line,
    int column,
    String key,
    String problem,
    Optional<String> expectation,
    Optional<String> nearest) {
  /** Tells everything in one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(source);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(problem);
    expectation.ifPresent(expected -> text.append(" (expected: ").append(expected).append(')'));
    nearest.ifPresent(meant -> text.append("; did you mean \"").append(meant).append("\"?"));
    return text.toString();
  }
}
