package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One way from clients to an echo server that load can be sent through. */
interface Lane {
  /** Returns what a report calls it. */
  String subject();

  /** Returns whether it can be sent this kind of load. */
  boolean takes(Demand demand);

  /** Sends load through it. */
  LoadFigures send(Demand demand, Duration time) throws IOException, InterruptedException;

  /** Returns the processes that stand between the clients and the server. */
  List<Long> between();
}
