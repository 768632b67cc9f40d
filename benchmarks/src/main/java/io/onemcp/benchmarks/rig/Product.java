package io.onemcp.benchmarks.rig;

import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Something that stands between clients and servers. */
interface Product {
  /** Returns its name in figures and reports. */
  String label();

  /** Returns its version; "unknown" if it does not tell. */
  String version();

  /** Returns why it cannot be started here; empty if it can. */
  Optional<String> missing();

  /** Returns whether it can take a client of an era to servers of a kind. */
  boolean carries(Era era, BackendKind kind);

  /**
   * Starts it in front of servers, with an empty folder for what it needs; it may not listen yet.
   */
  Running start(Backends backends, Path folder) throws IOException;
}
