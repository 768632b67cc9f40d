package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Figures;
import io.onemcp.benchmarks.report.Sample;

/** Keeps the figures of one measurement. */
record Taker(Figures figures, String scenario, String subject, String shape, int round) {
  void take(String figure, double value) {
    figures.add(new Sample(scenario, subject, shape, figure, round, value));
  }
}
