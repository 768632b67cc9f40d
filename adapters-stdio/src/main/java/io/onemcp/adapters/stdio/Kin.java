package io.onemcp.adapters.stdio;

import java.util.function.BiPredicate;

/**
 * The processes that bear certain marks, where the system lets us see them.
 *
 * @param processes where to look
 * @param ours judges a process by its number and its mark
 */
record Kin(ProcTable processes, BiPredicate<Long, String> ours) {
  /** Asks each of them to end; returns how many there were. */
  int end() {
    return signal(ProcessHandle::destroy);
  }

  /** Ends each of them at once; returns how many there were. */
  int kill() {
    return signal(ProcessHandle::destroyForcibly);
  }

  private int signal(Signal signal) {
    int count = 0;
    for (long pid : processes.marks().keySet()) {
      // The handle notices if the number is somebody else's by the time of the signal; so the mark
      // is looked at behind it.
      ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
      if (handle != null
          && processes.mark(pid).filter(mark -> ours.test(pid, mark)).isPresent()
          && signal.send(handle)) {
        count++;
      }
    }
    return count;
  }

  @FunctionalInterface
  private interface Signal {
    boolean send(ProcessHandle process);
  }
}
