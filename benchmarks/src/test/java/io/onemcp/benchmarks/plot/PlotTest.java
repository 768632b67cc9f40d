package io.onemcp.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotTest {
  @Nested
  class GivenBars {
    private final String svg =
        BarPlot.svg(
            "Calls & answers",
            Axis.linear("calls/s"),
            List.of(new Bar("OneMCP <own>", 20_000, true), new Bar("nginx", 10_000, false)));

    @Test
    void whenDrawn_thenItIsXmlWithEveryLabelAndTheLongerBarIsTwiceAsLong() throws Exception {
      Document document = parsed(svg);
      assertThat(document.getDocumentElement().getTextContent())
          .contains("Calls & answers", "calls/s", "OneMCP <own>", "20,000", "10,000");
      double first = width(document, 1);
      double second = width(document, 2);
      assertThat(first).isEqualTo(2 * second);
    }

    @Test
    void whenTheReaderPrefersDark_thenColoursFollowWithoutAScript() {
      assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("<script");
    }
  }

  @Nested
  class GivenCurves {
    @Test
    void whenOneStaysEqual_thenItIsALevelLineWithAllItsPoints() throws Exception {
      Curve level =
          new Curve(
              "call",
              List.of(new Curve.Point(1, 80), new Curve.Point(10, 80), new Curve.Point(500, 80)));
      String svg =
          LinePlot.svg("Flat", Axis.logarithmic("servers"), Axis.linear("p50 µs"), List.of(level));
      String[] points =
          parsed(svg)
              .getElementsByTagName("polyline")
              .item(0)
              .getAttributes()
              .getNamedItem("points")
              .getTextContent()
              .split(" ", -1);
      assertThat(points).hasSize(3);
      assertThat(List.of(points)).extracting(p -> p.split(",", -1)[1]).containsOnly("62.0");
    }

    @Test
    void whenThereIsNothingToDraw_thenTheAxesAreDrawn() throws Exception {
      String svg = LinePlot.svg("None", Axis.linear("x"), Axis.logarithmic("y"), List.of());
      assertThat(parsed(svg).getElementsByTagName("line").getLength()).isPositive();
    }
  }

  @Nested
  class GivenValues {
    @Test
    void whenTicksAreChosen_thenTheyAreRoundAndHoldAllOfThem() {
      assertThat(Axis.linear("").range(DoubleStream.of(3, 47)).ticks())
          .containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
      assertThat(Axis.logarithmic("").range(DoubleStream.of(100, 64_000_000)).ticks())
          .startsWith(100.0)
          .endsWith(100_000_000.0);
    }
  }

  private static double width(Document document, int box) {
    return Double.parseDouble(
        document
            .getElementsByTagName("rect")
            .item(box)
            .getAttributes()
            .getNamedItem("width")
            .getTextContent());
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
