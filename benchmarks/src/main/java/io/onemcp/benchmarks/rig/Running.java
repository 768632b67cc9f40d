package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A product at work.
 *
 * @param endpoint where clients reach it, once it listens
 * @param credential that they need, known once it listens; empty for none
 * @param tool the exposed name of the first server's echo
 * @param mostClients that it can be asked to bear at a time
 * @param child its main process; empty where somebody else runs it
 */
record Running(
    URI endpoint, Supplier<String> credential, String tool, int mostClients, Optional<Child> child)
    implements AutoCloseable {
  /** Returns what was started, on a port of this machine, for clients who need no credential. */
  static Running on(int port, String tool, Child child) {
    return new Running(local(port), () -> "", tool, Integer.MAX_VALUE, Optional.of(child));
  }

  /** Returns the endpoint on a port of this machine. */
  static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  /** Waits until it listens. */
  Running ready() throws IOException {
    if (child.isPresent()) {
      child.get().awaitPort(endpoint.getPort());
    }
    return this;
  }

  /** Returns how a client of an era talks to it. */
  Speech speech(Era era) {
    return new Speech(era, endpoint, credential.get());
  }

  /** Returns its processes without the servers that it started. */
  List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    child.ifPresent(main -> {
      pids.add(main.pid());
      main.process()
          .descendants()
          .filter(process -> !isEcho(process))
          .forEach(process -> pids.add(process.pid()));
    });
    return pids;
  }

  private static boolean isEcho(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(Child.ECHO);
  }

  @Override
  public void close() {
    child.ifPresent(Child::close);
  }
}
