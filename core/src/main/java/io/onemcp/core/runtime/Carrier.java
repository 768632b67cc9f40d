package io.onemcp.core.runtime;

/**
 * An event loop that also carries virtual threads: what arrives there is worked on, and answered,
 * without a change of threads.
 *
 * <p>A virtual thread runs in steps, each from one wait to the next. The loop runs them when it
 * comes to them. If it does not for a moment, because something takes long or waits for a lock,
 * other threads run the steps that wait: the loop can wait for nothing that waits for the loop.
 * Whoever knows that a step will be long says so before, by {@link Tasks#mayTakeLong}.
 */
public interface Carrier {
  /** Runs the work on a virtual thread of this name, which the loop carries if it can. */
  Tasks.Task start(String name, Runnable work);

  /**
   * Runs the action on the loop's own thread, behind those that were given before; it is short and
   * never blocks. Once the loop has ended, it is forgotten.
   */
  void execute(Runnable action);

  /** Returns whether virtual threads are carried by the loop; else they run beside it. */
  boolean carries();
}
