package io.onemcp.benchmarks.plot;

import java.util.List;
import java.util.Locale;

/** An SVG document while it grows; colours follow what the reader's system prefers. */
final class Drawing {
  /** Kinds of lines that can be told apart. */
  static final int COLOURS = 6;

  private static final String FORMS =
      """
      text { font: 12px system-ui, sans-serif; }
      .title { font-size: 14px; font-weight: 600; }
      .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
      """;
  private static final String LIGHT =
      """
      .ground { fill: #ffffff; } text { fill: #59636e; } .title, .strong { fill: #1f2328; }
      .grid { stroke: #d8dee4; }
      .f0 { fill: #0969da; } .f1 { fill: #bc4c00; } .f2 { fill: #1a7f37; }
      .f3 { fill: #8250df; } .f4 { fill: #bf3989; } .f5 { fill: #8c959f; }
      .s0 { stroke: #0969da; } .s1 { stroke: #bc4c00; } .s2 { stroke: #1a7f37; }
      .s3 { stroke: #8250df; } .s4 { stroke: #bf3989; } .s5 { stroke: #8c959f; }
      """;
  private static final String DARK =
      """
      .ground { fill: #0d1117; } text { fill: #9198a1; } .title, .strong { fill: #e6edf3; }
      .grid { stroke: #30363d; }
      .f0 { fill: #58a6ff; } .f1 { fill: #f0883e; } .f2 { fill: #3fb950; }
      .f3 { fill: #bc8cff; } .f4 { fill: #f778ba; } .f5 { fill: #6e7681; }
      .s0 { stroke: #58a6ff; } .s1 { stroke: #f0883e; } .s2 { stroke: #3fb950; }
      .s3 { stroke: #bc8cff; } .s4 { stroke: #f778ba; } .s5 { stroke: #6e7681; }
      """;
  private static final String STYLE =
      "<style>\n"
          + FORMS
          + LIGHT
          + "@media (prefers-color-scheme: dark) {\n"
          + DARK
          + "}\n</style>\n";

  private final StringBuilder text = new StringBuilder();

  /** Begins a drawing of so many pixels. */
  Drawing(int width, int height, String title) {
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" role=\"img\">",
            width,
            height,
            width,
            height));
    text.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
    add(
        String.format(
            Locale.ROOT,
            "<rect class=\"ground\" width=\"%d\" height=\"%d\" rx=\"6\"/>",
            width,
            height));
    text(16, 24, "title", "start", title);
  }

  /** Writes words; the anchor is what SVG calls {@code text-anchor}. */
  void text(double x, double y, String style, String anchor, String words) {
    add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            style,
            anchor,
            escaped(words)));
  }

  /** Writes words from below to above, centred on a height. */
  void upright(double x, double y, String words) {
    add(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            x,
            y,
            escaped(words)));
  }

  /** Draws a thin line behind everything that comes later. */
  void grid(double x1, double y1, double x2, double y2) {
    add(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            x1,
            y1,
            x2,
            y2));
  }

  /** Draws a filled box in one of the colours. */
  void box(double x, double y, double width, double height, int colour) {
    add(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"f%d\"/>",
            x,
            y,
            width,
            height,
            colour));
  }

  /** Draws a line through points, given as pairs. */
  void curve(List<double[]> points, int colour) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0], point[1]));
    }
    add(
        String.format(
            Locale.ROOT,
            "<polyline class=\"curve s%d\" points=\"%s\"/>",
            colour,
            path.toString().strip()));
  }

  /** Draws a dot that tells its value to whoever points at it. */
  void dot(double x, double y, int colour, String words) {
    add(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" class=\"f%d\"><title>%s</title></circle>",
            x,
            y,
            colour,
            escaped(words)));
  }

  /** Returns the whole document. */
  String svg() {
    return text + "</svg>\n";
  }

  private void add(String element) {
    text.append(element).append('\n');
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
