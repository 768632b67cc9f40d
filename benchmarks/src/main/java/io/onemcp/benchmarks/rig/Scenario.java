package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Figures;
import java.io.IOException;

/** Something to measure. */
interface Scenario {
  /** Returns its name in reports. */
  String name();

  /** Measures, and keeps what it finds. */
  void run(Plan plan, Figures figures) throws IOException, InterruptedException;
}
