package io.onemcp.app.cli;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a command that runs until the operating system says otherwise, by TERM, INT or HUP.
 *
 * <p>It is expected from before the command starts what it has to close: a signal that comes while
 * it starts ends it in order, too.
 */
final class Termination implements AutoCloseable {
  /** How long a signal waits for a command that is starting; then the JVM just ends. */
  private static final Duration START = Duration.ofSeconds(2);

  private final BlockingQueue<AutoCloseable> started;
  private final Thread hook;

  private Termination(BlockingQueue<AutoCloseable> started, Thread hook) {
    this.started = started;
    this.hook = hook;
  }

  /** Returns an end that waits for the resource of a command that is about to start. */
  static Termination expected() {
    BlockingQueue<AutoCloseable> started = new LinkedBlockingQueue<>(1);
    Thread hook = new Thread(() -> end(started), "end");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Termination(started, hook);
  }

  /**
   * Waits until the process is told to end; then closes the resource, and the process ends with
   * {@link ExitCode#OK}. Never returns normally. Called once.
   *
   * @throws InterruptedException if this thread is interrupted first; the resource stays open
   */
  void await(AutoCloseable resource) throws InterruptedException {
    started.add(resource);
    new CountDownLatch(1).await();
  }

  /** A JVM that a signal ends has the signal's exit code, unless it is halted with another one. */
  private static void end(BlockingQueue<AutoCloseable> started) {
    AutoCloseable resource = resourceOf(started);
    if (resource == null) {
      return;
    }
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

  private static @Nullable AutoCloseable resourceOf(BlockingQueue<AutoCloseable> started) {
    try {
      return started.poll(START.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return null;
    }
  }

  /** Expects no end any more. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is ending: the hook runs, and decides how.
    }
  }
}
