package io.onemcp.benchmarks.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * One direction of a plot.
 *
 * @param label what is shown, with its unit
 * @param scale how values are spread; on a logarithmic one all values have to be above 0
 */
public record Axis(String label, Scale scale) {
  private static final int TICKS = 5;
  private static final double SMALL = 10;

  /** How values are spread over the length of an axis. */
  public enum Scale {
    /** Begins at 0, or at the least value if that is below. */
    LINEAR,
    /** Every step is ten times the one before. */
    LOGARITHMIC
  }

  /** Returns an axis with even steps. */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR);
  }

  /** Returns an axis on which every step is ten times the one before. */
  public static Axis logarithmic(String label) {
    return new Axis(label, Scale.LOGARITHMIC);
  }

  /** Returns a number as people write it: grouped, and with two digits where it is small. */
  static String number(double value) {
    boolean whole = value == Math.rint(value);
    double size = Math.abs(value);
    String form = whole || size >= 10 * SMALL ? "%,.0f" : size >= SMALL ? "%,.1f" : "%,.2f";
    return String.format(Locale.ROOT, form, value);
  }

  /** Returns what this axis makes of values that lie on it. */
  Range range(DoubleStream values) {
    double[] all = values.filter(Double::isFinite).sorted().toArray();
    double least = all.length == 0 ? 0 : all[0];
    double most = all.length == 0 ? 1 : all[all.length - 1];
    return scale == Scale.LINEAR
        ? evenly(Math.min(0, least), most)
        : byTens(least > 0 ? least : 1, Math.max(most, 1e-9));
  }

  private static Range evenly(double least, double most) {
    double span = most > least ? most - least : 1;
    double rough = span / TICKS;
    double tens = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = tens;
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * tens >= rough) {
        step = factor * tens;
        break;
      }
    }
    double from = Math.floor(least / step) * step;
    int count = (int) Math.ceil((least + span - from) / step - 1e-9);
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      ticks.add(from + i * step);
    }
    return new Range(ticks, false);
  }

  private static Range byTens(double least, double most) {
    int from = (int) Math.floor(Math.log10(least) + 1e-9);
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most) - 1e-9));
    List<Double> ticks = new ArrayList<>();
    for (int power = from; power <= to; power++) {
      ticks.add(Math.pow(10, power));
    }
    return new Range(ticks, true);
  }

  /** The values from the first to the last tick. */
  record Range(List<Double> ticks, boolean logarithmic) {
    /** Returns where a value lies: 0 at the first tick, 1 at the last. */
    double place(double value) {
      double from = position(ticks.getFirst());
      return (position(value) - from) / (position(ticks.getLast()) - from);
    }

    private double position(double value) {
      return logarithmic ? Math.log10(Math.max(value, ticks.getFirst())) : value;
    }
  }
}
