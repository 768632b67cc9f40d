package io.onemcp.app.cli;

import java.util.concurrent.CountDownLatch;

/** The end of a command that runs until the operating system says otherwise. */
final class Termination {
  private Termination() {}

  /**
   * Waits until the process is told to end by TERM, INT or HUP; then closes the resource, and the
   * process ends with {@link ExitCode#OK}. Never returns normally.
   *
   * @throws InterruptedException if this thread is interrupted first; the resource stays open
   */
  static void await(AutoCloseable resource) throws InterruptedException {
    Thread hook = new Thread(() -> end(resource), "end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      new CountDownLatch(1).await();
    } finally {
      forget(hook);
    }
  }

  /** A JVM that a signal ends has the signal's exit code, unless it is halted with another one. */
  private static void end(AutoCloseable resource) {
    int exitCode = ExitCode.OK.number();
    try {
      resource.close();
    } catch (Exception e) {
      exitCode = ExitCode.ERROR.number();
      System.err.println("onemcp: did not end in order: " + e);
    } finally {
      System.out.flush();
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is ending: the hook runs, and decides how.
    }
  }
}
