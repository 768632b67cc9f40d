package io.onemcp.benchmarks.report;

import io.onemcp.core.protocol.Era;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares a run with an earlier one, on whatever machine that was: by how much this gateway is
 * behind nginx, or behind the direct way where there is no nginx, then and now. Absolute times do
 * not count.
 */
public final class Guard {
  private static final double GROSS = 3;
  private static final List<String> YARDSTICKS =
      List.of(Terms.through(Terms.NGINX, Terms.HTTP, Era.STATEFUL), Terms.direct(Terms.HTTP));

  private final List<Finding> findings;

  private Guard(List<Finding> findings) {
    this.findings = findings;
  }

  /** Returns what became worse, and by how much. */
  public static Guard of(Figures now, Figures before) {
    List<Finding> findings = new ArrayList<>();
    Optional<String> yardstick =
        YARDSTICKS.stream().filter(each -> has(now, each) && has(before, each)).findFirst();
    for (String subject : before.distinct(Terms.CALLS, Sample::subject)) {
      if (subject.startsWith(Terms.OWN) && yardstick.isPresent()) {
        for (String shape : before.distinct(Terms.CALLS, Sample::shape)) {
          Comparison comparison = new Comparison(subject, yardstick.get(), shape);
          comparison.finding(now, before, Terms.RATE).ifPresent(findings::add);
          comparison.finding(now, before, Terms.MEDIAN).ifPresent(findings::add);
        }
      }
    }
    return new Guard(findings);
  }

  private static boolean has(Figures figures, String subject) {
    return figures.distinct(Terms.CALLS, Sample::subject).contains(subject);
  }

  /**
   * Returns whether nothing became three times worse; a run in which there was nothing to compare
   * does not content it.
   */
  public boolean isContent() {
    return !findings.isEmpty() && findings.stream().allMatch(Finding::isFine);
  }

  /** Returns all ratios as Markdown. */
  public String table() {
    if (findings.isEmpty()) {
      return "Nothing could be compared with the baseline: no way to this gateway and to nginx, or"
          + " directly, was measured in both runs.";
    }
    StringBuilder text =
        new StringBuilder(
            """
            | subject | conditions | figure | compared with | baseline | now | times worse | |
            |---|---|---|---|---:|---:|---:|---|
            """);
    for (Finding each : findings) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %.2f | %.2f | %.2f | %s |%n",
              each.comparison.subject,
              each.comparison.shape,
              each.figure,
              each.comparison.yardstick,
              each.before,
              each.now,
              each.worse(),
              each.isFine() ? "ok" : "FAILED (expected: below " + GROSS + ")"));
    }
    return text.toString();
  }

  private record Comparison(String subject, String yardstick, String shape) {
    Optional<Finding> finding(Figures now, Figures before, String figure) {
      OptionalDouble then = ratio(before, figure);
      OptionalDouble today = ratio(now, figure);
      return then.isPresent() && today.isPresent()
          ? Optional.of(new Finding(this, figure, then.getAsDouble(), today.getAsDouble()))
          : Optional.empty();
    }

    private OptionalDouble ratio(Figures figures, String figure) {
      return figures.ratio(Terms.CALLS, shape, figure, subject, yardstick);
    }
  }

  private record Finding(Comparison comparison, String figure, double before, double now) {
    double worse() {
      return figure.endsWith("/s") ? before / now : now / before;
    }

    boolean isFine() {
      return worse() < GROSS;
    }
  }
}
