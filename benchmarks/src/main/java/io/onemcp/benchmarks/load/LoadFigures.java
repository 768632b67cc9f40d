package io.onemcp.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What a run of load gave.
 *
 * @param times nanoseconds from when a request was due to its last byte
 * @param errors answers that were none, or were somebody else's
 * @param wrong the beginning of the first of these; empty if there is none
 * @param unsent requests of an open loop that fell due while every client was waiting, and were
 *     never sent; they count among the times, with how long they had waited
 * @param seconds from the first request to the last answer
 */
public record LoadFigures(Histogram times, long errors, String wrong, long unsent, double seconds) {
  private static final double MICRO = 1000;

  /** Returns the answers. */
  public long count() {
    return times.getTotalCount() - unsent;
  }

  /** Returns the answers in a second. */
  public double rate() {
    return count() / seconds;
  }

  /** Returns a percentile in microseconds. */
  public double micros(double percentile) {
    return times.getValueAtPercentile(percentile) / MICRO;
  }
}
