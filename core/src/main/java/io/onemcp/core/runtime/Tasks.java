package io.onemcp.core.runtime;

import io.onemcp.core.OutboundPort;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The only source of threads. Every thread has a name, and ends at the latest when the runtime
 * does: closing interrupts what still runs. A task that throws is logged, never lost.
 */
@OutboundPort
public interface Tasks extends AutoCloseable {
  /** Runs the work on a virtual thread of this name. */
  Task start(String name, Runnable work);

  /**
   * Runs the work on a platform thread of this name; for reading pipes, which would starve virtual
   * threads.
   */
  Task startPlatform(String name, Runnable work);

  /**
   * Makes a carrier of an event loop, for as long as both last.
   *
   * @param loop runs what it is given on the loop's thread, soon and in order; throws {@link
   *     java.util.concurrent.RejectedExecutionException} once the loop has ended
   */
  default Carrier carrier(Executor loop) {
    return new PlainCarrier(this, loop);
  }

  /**
   * Returns the event loop that carries the calling thread, as it was given to {@link #carrier}.
   */
  default Optional<Executor> carrying() {
    return Optional.empty();
  }

  /**
   * The calling thread may be kept for long from here on, by what it computes or by a wait during
   * which a virtual thread stays on its carrier. If a loop carries it, it is not any more.
   */
  default void mayTakeLong() {}

  /**
   * Runs the action when the loop that carries the calling thread has done all that it has to do
   * now; at once if no loop carries it. The action is short and never blocks; another thread may
   * run it in the loop's stead.
   */
  default void afterTurn(Runnable action) {
    action.run();
  }

  /**
   * Runs the work at once, on the calling thread. Loops hear of the virtual threads that it lets go
   * on when it has ended: a loop that is woken for the first takes the time of whoever lets the
   * others go on. The work never blocks.
   */
  default void together(Runnable work) {
    work.run();
  }

  /**
   * Runs the action once after the delay, on a thread that must not be kept: the action is short
   * and never blocks.
   */
  Task after(Duration delay, Runnable action);

  /** Interrupts everything that runs, and forgets everything that waits. */
  @Override
  void close();

  /** A piece of work that was started or is due. */
  interface Task {
    /** Interrupts the work, or forgets it if it has not begun. */
    void cancel();
  }
}
