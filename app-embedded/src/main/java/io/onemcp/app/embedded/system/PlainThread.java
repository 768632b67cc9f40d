package io.onemcp.app.embedded.system;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that may let many virtual threads go on before it wakes their loops. That is
 * known by the thread itself: what the scheduler of virtual threads runs must not look up anything
 * that depends on which of them is mounted.
 */
final class PlainThread extends Thread {
  private @Nullable Set<LoopSteps> deferred;

  PlainThread(String name, Runnable work) {
    super(work, name);
    setDaemon(true);
  }

  /** Runs work; on a thread of this kind, loops are woken for all of it when it has ended. */
  static void together(Runnable work) {
    if (Thread.currentThread() instanceof PlainThread own && own.deferred == null) {
      own.defer(work);
    } else {
      work.run();
    }
  }

  private void defer(Runnable work) {
    Set<LoopSteps> loops = new HashSet<>();
    deferred = loops;
    try {
      work.run();
    } finally {
      deferred = null;
      loops.forEach(LoopSteps::wake);
    }
  }

  /** Returns whether the calling thread will wake the loop later. */
  static boolean defers(LoopSteps loop) {
    if (Thread.currentThread() instanceof PlainThread own && own.deferred != null) {
      own.deferred.add(loop);
      return true;
    }
    return false;
  }
}
