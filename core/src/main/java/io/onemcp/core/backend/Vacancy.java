package io.onemcp.core.backend;

import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.runtime.Tasks;
import java.util.concurrent.CountDownLatch;

/**
 * What the next dial of a backend waits for: two processes of one server at a time may fight over a
 * port or a file. Used by the backend's own thread alone.
 */
final class Vacancy {
  private final boolean hasProcess;
  private final Tasks tasks;
  private CountDownLatch vacated = new CountDownLatch(0);

  Vacancy(BackendTransport transport, Tasks tasks) {
    this.hasProcess = transport instanceof BackendTransport.Stdio;
    this.tasks = tasks;
  }

  /** Returns what counts down once the last process has ended; nobody else will wait for that. */
  CountDownLatch claim() {
    CountDownLatch last = vacated;
    vacated = new CountDownLatch(0);
    return last;
  }

  /** Closes a connection on a thread of its own; what it ends, the next one to claim waits for. */
  void hangUp(Hop last, String name) {
    CountDownLatch end = new CountDownLatch(1);
    if (hasProcess) {
      vacated = end;
    }
    tasks.start(
        "hangup-" + name,
        () -> {
          try {
            last.close();
          } finally {
            end.countDown();
          }
        });
  }
}
