package io.onemcp.core.backend;

import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;

/**
 * One backend's time in office: exchanges enter and leave it, and once it is to end nobody enters
 * any more. Safe for use by many threads.
 */
final class Tenure {
  private final Backend backend;
  private int engaged;
  private boolean ending;

  Tenure(Backend backend) {
    this.backend = backend;
  }

  Backend backend() {
    return backend;
  }

  /** Lets an exchange in, unless this is to end. */
  synchronized boolean enter() {
    if (!ending) {
      engaged++;
    }
    return !ending;
  }

  /** Lets in what belongs to an exchange that has entered and not left. */
  synchronized void enterAgain() {
    engaged++;
  }

  synchronized void leave() {
    engaged--;
    if (engaged == 0) {
      notifyAll();
    }
  }

  /** Lets nobody in from now on, and waits for those inside; returns whether all left in time. */
  boolean drain(Tasks tasks, Duration bound) throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, bound);
    try (deadline) {
      awaitEmpty();
      return true;
    } catch (InterruptedException e) {
      if (deadline.expired()) {
        return false;
      }
      throw e;
    }
  }

  private synchronized void awaitEmpty() throws InterruptedException {
    ending = true;
    while (engaged > 0) {
      wait();
    }
  }
}
