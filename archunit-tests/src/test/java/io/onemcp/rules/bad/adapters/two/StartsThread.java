package io.onemcp.rules.bad.adapters.two;

/** Breaks: clock and threads come through ports. */
public final class StartsThread {
  private StartsThread() {}

  static Thread start(Runnable task) {
    return Thread.ofVirtual().start(task);
  }
}
