package io.onemcp.adapters.stdio;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The values in a server's configuration that may be secrets: whatever the server writes is shown
 * without them. Short ones are words such as {@code true}, and stay.
 */
final class Secrets {
  private static final int SHORTEST = 6;

  /** Fewer characters of a secret tell nothing, and begin many words. */
  private static final int TELLING = 3;

  private static final String MASK = "***";

  private final List<String> values;

  private Secrets(List<String> values) {
    this.values = values;
  }

  /** Takes the values, of which those in several lines are recognised line by line. */
  static Secrets of(Collection<String> values) {
    return new Secrets(
        values.stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> line.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** Returns the text with a mask in the place of each secret. */
  String masked(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /**
   * Returns a text that was cut off at its end, masked, and without the end if that is the
   * beginning of a secret.
   */
  String maskedCut(String text) {
    String masked = masked(text);
    int end = masked.length();
    for (String value : values) {
      end = Math.min(end, beginning(masked, value));
    }
    return masked.substring(0, end);
  }

  /** Returns where a beginning of the value stands at the end of the text, else the text's end. */
  private static int beginning(String text, String value) {
    int from = Math.max(0, text.length() - value.length() + 1);
    for (int at = from; at <= text.length() - TELLING; at++) {
      if (value.startsWith(text.substring(at))) {
        return at;
      }
    }
    return text.length();
  }
}
