package io.onemcp.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What a run of load gave.
 *
 * @param times nanoseconds from when a request was due to its last byte
 * @param errors answers that were none, or were somebody else's
 * @param seconds how long it took
 */
public record LoadFigures(Histogram times, long errors, double seconds) {
  private static final double MICRO = 1000;

  /** Returns the answers in a second. */
  public double rate() {
    return times.getTotalCount() / seconds;
  }

  /** Returns a percentile in microseconds. */
  public double micros(double percentile) {
    return times.getValueAtPercentile(percentile) / MICRO;
  }
}
