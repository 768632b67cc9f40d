package io.onemcp.benchmarks.plot;

import java.util.List;

/** Figures of several subjects beside each other, as bars that lie. */
public final class BarPlot {
  private static final int WIDTH = 720;
  private static final int LEFT = 210;
  private static final int RIGHT = 90;
  private static final int TOP = 44;
  private static final int ROW = 26;
  private static final int THICK = 16;
  private static final int BOTTOM = 46;
  private static final int OTHERS = 5;

  private BarPlot() {}

  /** Returns a document with the bars from above to below; the axis begins at 0. */
  public static String svg(String title, Axis axis, List<Bar> bars) {
    int height = TOP + bars.size() * ROW + BOTTOM;
    Drawing drawing = new Drawing(WIDTH, height, title);
    Axis.Range range = axis.range(bars.stream().mapToDouble(Bar::value));
    int length = WIDTH - LEFT - RIGHT;
    for (double tick : range.ticks()) {
      double x = LEFT + range.place(tick) * length;
      drawing.grid(x, TOP, x, height - BOTTOM);
      drawing.text(x, height - BOTTOM + 16, "", "middle", Axis.number(tick));
    }
    drawing.text(LEFT + length / 2.0, height - 10, "", "middle", axis.label());
    double y = TOP;
    for (Bar bar : bars) {
      double end = LEFT + Math.max(0, range.place(bar.value())) * length;
      drawing.text(LEFT - 8, y + 17, bar.marked() ? "strong" : "", "end", bar.label());
      drawing.box(
          LEFT, y + (ROW - THICK) / 2.0, Math.max(1, end - LEFT), THICK, bar.marked() ? 0 : OTHERS);
      drawing.text(end + 6, y + 17, "strong", "start", Axis.number(bar.value()));
      y += ROW;
    }
    return drawing.svg();
  }
}
