package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One way from clients to an echo server that load can be sent through. */
interface Lane {
  /** Returns what a report calls it. */
  String subject();

  /** Sends calls through it, each as soon as one before is answered. */
  LoadFigures calls(int clients, int payload, Duration time)
      throws IOException, InterruptedException;

  /** Returns the processes that stand between the clients and the server. */
  List<Long> between();
}
