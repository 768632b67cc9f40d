package io.onemcp.benchmarks.report;

import io.onemcp.benchmarks.plot.Axis;
import io.onemcp.benchmarks.plot.Bar;
import io.onemcp.benchmarks.plot.BarPlot;
import io.onemcp.benchmarks.plot.Curve;
import io.onemcp.benchmarks.plot.LinePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The pictures of a run. */
final class Charts {
  private final Figures figures;

  Charts(Figures figures) {
    this.figures = figures;
  }

  /**
   * A picture in a file of its own.
   *
   * @param file name of the file
   * @param title what it shows
   * @param svg the document
   */
  record Chart(String file, String title, String svg) {}

  /** Returns a figure of everybody who was measured under a condition; empty if nobody was. */
  Optional<Chart> bars(String file, String title, String scenario, String shape, String figure) {
    List<Bar> bars = new ArrayList<>();
    for (String subject : figures.distinct(scenario, Sample::subject)) {
      figures
          .median(scenario, subject, shape, figure)
          .ifPresent(value -> bars.add(new Bar(subject, value, subject.startsWith(Terms.OWN))));
    }
    return bars.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chart(file, title, BarPlot.svg(title, Axis.linear(figure), bars)));
  }

  /** Returns how figures grow with the number that the conditions of a scenario begin with. */
  Optional<Chart> growth(
      String file, String title, String scenario, Axis x, Axis y, List<String> names) {
    List<Curve> curves = new ArrayList<>();
    List<String> subjects = figures.distinct(scenario, Sample::subject);
    for (String subject : subjects) {
      for (String name : names) {
        List<Curve.Point> points = points(scenario, subject, name);
        if (!points.isEmpty()) {
          String label = names.size() == 1 ? subject : name;
          curves.add(new Curve(label, points));
        }
      }
    }
    return curves.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chart(file, title, LinePlot.svg(title, x, y, curves)));
  }

  private List<Curve.Point> points(String scenario, String subject, String figure) {
    List<Curve.Point> points = new ArrayList<>();
    for (String shape : figures.distinct(scenario, Sample::shape)) {
      OptionalDouble value = figures.median(scenario, subject, shape, figure);
      Optional<Double> at = number(shape);
      if (value.isPresent() && at.isPresent()) {
        points.add(new Curve.Point(at.get(), value.getAsDouble()));
      }
    }
    return points;
  }

  private static Optional<Double> number(String shape) {
    String digits = shape.strip().split(" ", 2)[0].replace(",", "");
    return digits.matches("\\d+") ? Optional.of(Double.valueOf(digits)) : Optional.empty();
  }

  /** Returns how a figure went from round to round. */
  Optional<Chart> rounds(String file, String title, String scenario, String shape, String figure) {
    List<Curve> curves = new ArrayList<>();
    for (String subject : figures.distinct(scenario, Sample::subject)) {
      List<Curve.Point> points = new ArrayList<>();
      figures
          .rounds(scenario, subject, shape, figure)
          .forEach((round, value) -> points.add(new Curve.Point(round, value)));
      if (!points.isEmpty()) {
        curves.add(new Curve(subject, points));
      }
    }
    String parts = "part of the whole time, one after the other";
    return curves.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                file, title, LinePlot.svg(title, Axis.linear(parts), Axis.linear(figure), curves)));
  }
}
