package io.onemcp.benchmarks.rig;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param depth how many cases
 * @param rounds in which everything takes its turn
 * @param time of one measurement
 * @param warmUp before the first one
 * @param sustained how long the load lasts that is compared with its first part
 * @param folder for configurations and logs
 */
record Plan(
    Depth depth, int rounds, Duration time, Duration warmUp, Duration sustained, Path folder) {
  /** How many cases are measured. */
  enum Depth {
    /** What shows a gross mistake. */
    SMOKE,
    /** What the table of targets needs. */
    USUAL,
    /** What is published. */
    FULL
  }

  /** Returns what everything takes if it is published, else what is enough in a hurry. */
  <T> T either(T published, T usual) {
    return depth == Depth.FULL ? published : usual;
  }

  /** Returns the seconds of so many measurements, each with its warm-up before. */
  double seconds(double measurements, double warmUps) {
    return measurements * time.toNanos() / 1e9 + warmUps * warmUp.toNanos() / 1e9;
  }

  /** Returns the same with another time for a measurement. */
  Plan with(Duration other) {
    return new Plan(depth, rounds, other, warmUp, sustained, folder);
  }
}
