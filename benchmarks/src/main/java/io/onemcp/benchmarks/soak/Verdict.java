package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What may not have grown, and what has to be zero. */
final class Verdict {
  /** Head of a table of findings. */
  static final String HEAD =
      "| what | after five minutes | at the end | at most | held |\n|---|---:|---:|---:|---|\n";

  private final List<Finding> findings = new ArrayList<>();

  /**
   * One thing that was looked at.
   *
   * @param before about minute five; 0 for what has to be zero
   * @param bound the most that the end may show
   */
  record Finding(String what, double before, double after, double bound) {
    boolean good() {
      return after <= bound;
    }

    Json json() {
      return new JsonWriter()
          .put("what", what)
          .put("before", Vitals.number(before))
          .put("after", Vitals.number(after))
          .put("bound", Vitals.number(bound))
          .put("good", good())
          .json();
    }

    /** Reads what {@link #json} wrote. */
    static Finding of(Json json) {
      return new Finding(
          String.valueOf(json.text("what")),
          Double.parseDouble(String.valueOf(json.at("before"))),
          Double.parseDouble(String.valueOf(json.at("after"))),
          Double.parseDouble(String.valueOf(json.at("bound"))));
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f | %s |%n",
          what,
          before,
          after,
          bound,
          good() ? "yes" : "**no**");
    }
  }

  /** What is the same within a share of it, and a few more. */
  void steady(String what, double before, double after, double share, double more) {
    findings.add(new Finding(what, before, after, before * (1 + share) + more));
  }

  void zero(String what, long count) {
    findings.add(new Finding(what, 0, count, 0));
  }

  boolean good() {
    return findings.stream().allMatch(Finding::good);
  }

  List<Finding> findings() {
    return findings;
  }

  /** Returns it as a Markdown table. */
  String table() {
    StringBuilder text = new StringBuilder(HEAD);
    findings.forEach(finding -> text.append(finding.row()));
    return text.toString();
  }
}
