package io.onemcp.benchmarks.report;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Something that this gateway has to reach.
 *
 * @param what it is about
 * @param form how its values are written, a format of one number
 * @param isLimit whether values have to stay below; else they have to get above
 * @param must be reached
 * @param aim to be reached
 * @param value that was measured; empty if it was not
 */
record Target(
    String what, String form, boolean isLimit, double must, double aim, OptionalDouble value) {
  /** Returns what has to stay below two figures. */
  static Target below(String what, String form, double must, double aim, OptionalDouble value) {
    return new Target(what, form, true, must, aim, value);
  }

  /** Returns what has to get above two figures. */
  static Target above(String what, String form, double must, double aim, OptionalDouble value) {
    return new Target(what, form, false, must, aim, value);
  }

  /** Returns its row of a table. */
  String row() {
    String sign = isLimit ? "≤ " : "≥ ";
    String measured = value.isPresent() ? written(value.getAsDouble()) : "not measured";
    return "| "
        + what
        + " | "
        + sign
        + written(must)
        + " | "
        + (aim == must ? "–" : sign + written(aim))
        + " | "
        + measured
        + " | "
        + verdict()
        + " |\n";
  }

  /** Returns whether it is reached, in a few words. */
  String verdict() {
    if (value.isEmpty()) {
      return "–";
    }
    double measured = value.getAsDouble();
    if (reaches(measured, aim)) {
      return aim == must ? "met" : "met, and the aim";
    }
    return reaches(measured, must) ? "met; the aim not" : "**not met**";
  }

  private boolean reaches(double measured, double wanted) {
    return isLimit ? measured <= wanted : measured >= wanted;
  }

  private String written(double number) {
    return String.format(Locale.ROOT, form, number);
  }
}
