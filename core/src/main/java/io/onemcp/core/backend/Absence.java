package io.onemcp.core.backend;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.function.IntConsumer;

/** The time for which a backend has been gone, if it is. Used by one thread. */
final class Absence {
  private final Duration grace;
  private final Tasks tasks;
  private int count;
  private boolean under;
  private Tasks.Task timer = () -> {};

  /**
   * Makes one that has not begun.
   *
   * @param grace how long it may last before somebody has to know
   */
  Absence(Duration grace, Tasks tasks) {
    this.grace = grace;
    this.tasks = tasks;
  }

  /** Begins, unless it has; the listener is told its number when it has lasted too long. */
  void begin(IntConsumer tooLong) {
    if (!under) {
      under = true;
      count++;
      int which = count;
      timer = tasks.after(grace, () -> tooLong.accept(which));
    }
  }

  void end() {
    under = false;
    timer.cancel();
  }

  /** Returns whether this is the absence that goes on. */
  boolean is(int which) {
    return under && count == which;
  }
}
