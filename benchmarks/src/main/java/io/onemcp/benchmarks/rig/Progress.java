package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Figures;
import java.util.Locale;

/** Tells whoever waits how far it is, and keeps what went wrong. */
final class Progress {
  private final Figures figures;
  private final double planned;
  private final long start = System.nanoTime();

  /** Begins a run that takes about so many seconds. */
  Progress(Figures figures, double planned) {
    this.figures = figures;
    this.planned = planned;
  }

  /** Says something, with the time that passed and the time left. */
  void say(String what) {
    double passed = seconds();
    System.err.printf(
        Locale.ROOT,
        "[%3.0f s, about %3.0f s left] %s%n",
        passed,
        Math.max(0, planned - passed),
        what);
  }

  /** Says that something cannot be measured, and keeps it for the report. */
  void miss(String what, Exception why) {
    miss(what + ": " + (why.getMessage() == null ? why.toString() : why.getMessage()));
  }

  /** Says what cannot be measured and why, and keeps it for the report. */
  void miss(String problem) {
    String line = problem.strip().replaceAll("\\s+", " ");
    say("LEFT OUT: " + line);
    figures.miss(line);
  }

  /** Returns the seconds since the beginning. */
  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
