package io.onemcp.benchmarks.rig;

import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.file.Path;

/** Something that stands between clients and servers. */
interface Product {
  /** Returns its name in figures and reports. */
  String label();

  /** Returns whether it can take a client of an era to servers of a kind. */
  boolean carries(Era era, BackendKind kind);

  /** Starts it in front of servers, with an empty folder for what it needs. */
  Running start(Backends backends, Path folder) throws IOException;
}
