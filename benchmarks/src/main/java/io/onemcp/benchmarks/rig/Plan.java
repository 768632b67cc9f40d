package io.onemcp.benchmarks.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How thoroughly to measure.
 *
 * @param rounds in which everything takes its turn
 * @param time of one measurement
 * @param warmUp before the first one
 * @param folder for configurations and logs
 */
record Plan(int rounds, Duration time, Duration warmUp, Path folder) {
  /** Tells whoever waits how far it is. */
  void say(String what) {
    System.err.println(what);
  }

  /** Ends what a scenario started, the last one first. */
  void closeAll(List<AutoCloseable> open) {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        say("cannot close " + each + ": " + e);
      }
    }
  }
}
