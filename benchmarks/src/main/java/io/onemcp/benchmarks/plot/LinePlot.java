package io.onemcp.benchmarks.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How figures change with something, as lines. */
public final class LinePlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 380;
  private static final int LEFT = 80;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 52;
  private static final int LEGEND = 22;
  private static final int LETTER = 7;
  private static final int MOST_DOTS = 40;

  private final Drawing drawing;
  private final Axis.Range across;
  private final Axis.Range up;
  private final int top;

  private LinePlot(String title, Axis x, Axis y, List<Curve> curves) {
    this.drawing = new Drawing(WIDTH, HEIGHT, title);
    this.across = x.range(values(curves).mapToDouble(Curve.Point::x));
    this.up = y.range(values(curves).mapToDouble(Curve.Point::y));
    this.top = legend(curves);
  }

  /** Returns a document with all curves over the same axes, and a legend. */
  public static String svg(String title, Axis x, Axis y, List<Curve> curves) {
    LinePlot plot = new LinePlot(title, x, y, curves);
    plot.axes(x, y);
    for (int i = 0; i < curves.size(); i++) {
      plot.draw(curves.get(i), i % Drawing.COLOURS);
    }
    return plot.drawing.svg();
  }

  private static Stream<Curve.Point> values(List<Curve> curves) {
    return curves.stream().flatMap(curve -> curve.points().stream());
  }

  /** Returns the height below which there is room for the curves. */
  private int legend(List<Curve> curves) {
    int x = LEFT;
    int y = 48;
    for (int i = 0; i < curves.size(); i++) {
      String name = curves.get(i).name();
      int width = 34 + name.length() * LETTER;
      if (x + width > WIDTH - RIGHT && x > LEFT) {
        x = LEFT;
        y += LEGEND;
      }
      drawing.box(x, y - 7, 14, 4, i % Drawing.COLOURS);
      drawing.text(x + 19, y, "", "start", name);
      x += width;
    }
    return y + 14;
  }

  private void axes(Axis x, Axis y) {
    for (double tick : up.ticks()) {
      drawing.grid(LEFT, y(tick), WIDTH - RIGHT, y(tick));
      drawing.text(LEFT - 8, y(tick) + 4, "", "end", Axis.number(tick));
    }
    for (double tick : across.ticks()) {
      drawing.grid(x(tick), HEIGHT - BOTTOM, x(tick), HEIGHT - BOTTOM + 4);
      drawing.text(x(tick), HEIGHT - BOTTOM + 18, "", "middle", Axis.number(tick));
    }
    drawing.text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 12, "", "middle", x.label());
    drawing.upright(18, top + (HEIGHT - BOTTOM - top) / 2.0, y.label());
  }

  private void draw(Curve curve, int colour) {
    drawing.curve(
        curve.points().stream().map(at -> new double[] {x(at.x()), y(at.y())}).toList(), colour);
    if (curve.points().size() <= MOST_DOTS) {
      for (Curve.Point at : curve.points()) {
        String words =
            String.format(
                Locale.ROOT,
                "%s: %s at %s",
                curve.name(),
                Axis.number(at.y()),
                Axis.number(at.x()));
        drawing.dot(x(at.x()), y(at.y()), colour, words);
      }
    }
  }

  private double x(double value) {
    return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - BOTTOM - top);
  }
}
