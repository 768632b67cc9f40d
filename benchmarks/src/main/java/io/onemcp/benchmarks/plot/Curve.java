package io.onemcp.benchmarks.plot;

import java.util.List;

/**
 * One line of a plot.
 *
 * @param name in the legend
 * @param points from left to right
 */
public record Curve(String name, List<Point> points) {
  /** One value of it. */
  public record Point(double x, double y) {}
}
