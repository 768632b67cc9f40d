package io.onemcp.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as Markdown: a table for each scenario and shape, a row for each subject. */
public final class Tables {
  private static final double SMALL = 10;

  private Tables() {}

  /** Returns the tables of a run. */
  public static String of(Figures figures) {
    StringBuilder text = new StringBuilder();
    for (String scenario : figures.scenarios()) {
      text.append("\n### ").append(scenario).append("\n\n");
      List<String> names = figures.distinct(scenario, Sample::figure);
      text.append("| conditions | subject | ").append(String.join(" | ", names)).append(" |\n");
      text.append("|---|---|").append("---:|".repeat(names.size())).append('\n');
      for (String shape : figures.distinct(scenario, Sample::shape)) {
        for (String subject : figures.distinct(scenario, Sample::subject)) {
          row(figures, scenario, subject, shape, names, text);
        }
      }
    }
    return text.toString();
  }

  private static void row(
      Figures figures,
      String scenario,
      String subject,
      String shape,
      List<String> names,
      StringBuilder text) {
    List<OptionalDouble> values =
        names.stream().map(name -> figures.median(scenario, subject, shape, name)).toList();
    if (values.stream().noneMatch(OptionalDouble::isPresent)) {
      return;
    }
    text.append("| ").append(shape).append(" | ").append(subject).append(" |");
    values.forEach(value -> text.append(' ').append(cell(value)).append(" |"));
    text.append('\n');
  }

  /** Returns the same tables with the ratio of each figure to the same one of an earlier run. */
  public static String compared(Figures now, Figures baseline) {
    StringBuilder text =
        new StringBuilder(
            "\n| scenario | conditions | subject | figure | before | now | ratio |\n");
    text.append("|---|---|---|---|---:|---:|---:|\n");
    for (String scenario : now.scenarios()) {
      for (String shape : now.distinct(scenario, Sample::shape)) {
        for (String subject : now.distinct(scenario, Sample::subject)) {
          for (String figure : now.distinct(scenario, Sample::figure)) {
            OptionalDouble before = baseline.median(scenario, subject, shape, figure);
            OptionalDouble after = now.median(scenario, subject, shape, figure);
            if (before.isPresent() && after.isPresent() && before.getAsDouble() > 0) {
              text.append(
                  String.format(
                      Locale.ROOT,
                      "| %s | %s | %s | %s | %s | %s | %.2f |%n",
                      scenario,
                      shape,
                      subject,
                      figure,
                      cell(before),
                      cell(after),
                      after.getAsDouble() / before.getAsDouble()));
            }
          }
        }
      }
    }
    return text.toString();
  }

  private static String cell(OptionalDouble value) {
    if (value.isEmpty()) {
      return "–";
    }
    double number = value.getAsDouble();
    return String.format(
        Locale.ROOT, Math.abs(number) < SMALL && number != 0 ? "%.2f" : "%,.0f", number);
  }
}
