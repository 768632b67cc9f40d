package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.process.Child;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A product at work.
 *
 * @param endpoint where clients reach it
 * @param credential that they need; empty for none
 * @param tool the exposed name of the first server's echo
 * @param child its main process
 */
record Running(URI endpoint, String credential, String tool, Child child) implements AutoCloseable {
  /** Returns the same with a credential. */
  Running with(String other) {
    return new Running(endpoint, other, tool, child);
  }

  /** Returns its processes without the servers that it started. */
  List<Long> pids() {
    List<Long> pids = new ArrayList<>(List.of(child.pid()));
    child
        .process()
        .descendants()
        .filter(process -> !isEcho(process))
        .forEach(process -> pids.add(process.pid()));
    return pids;
  }

  private static boolean isEcho(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(Child.ECHO);
  }

  @Override
  public void close() {
    child.close();
  }
}
