package io.onemcp.benchmarks.rig;

import java.io.IOException;

/** Something to measure. */
interface Scenario {
  /** Returns its name, on the command line and in reports. */
  String name();

  /** Returns about how many seconds it takes. */
  double seconds(Plan plan);

  /** Measures, and keeps what it finds; what starts on the stage ends with it. */
  void run(Plan plan, Stage stage) throws IOException, InterruptedException;
}
