package io.onemcp.app.cli;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;

/**
 * Keeps the heap of this process near what it needs. The serial collector, whose footprint is the
 * smallest, looks for old garbage only when the heap cannot grow any more: a few large messages,
 * which are old at once, would have it grow to a quarter of the machine's memory. Here old garbage
 * is collected when there may be as much of it as there is of what lives, and when a busy time is
 * over that left the heap larger than it needs to be. Used by one thread at a time.
 */
final class HeapWatch {
  /** Set by launchers, together with the collector that this is for. */
  private static final String PROPERTY = "onemcp.heapWatch";

  private static final Duration PERIOD = Duration.ofMillis(500);

  /**
   * Below this nothing is gained that would be worth a pause; more than launchers give to the
   * young, whose garbage needs nobody to look for it.
   */
  static final long ROOM = 64L << 20;

  /** What changes less between two looks is quiet. */
  static final long NOISE = 2L << 20;

  /** A busy time is over after so many quiet looks. */
  static final int QUIET_LOOKS = 6;

  /** A heap that is larger than it ever was at rest by less than this may be left so. */
  static final long STEP = 4L << 20;

  private final Heap heap;
  private long live;
  private long before;
  private long least;
  private int quiet;
  private boolean rested = true;

  HeapWatch(Heap heap) {
    this.heap = heap;
    before = heap.used();
    least = heap.size();
  }

  /** Watches the heap of this process from now on, where its launcher wants that. */
  static void begin(Tasks tasks) {
    if (Boolean.getBoolean(PROPERTY)) {
      HeapWatch watch = new HeapWatch(new OfProcess(Runtime.getRuntime()));
      watch.goOn(tasks);
    }
  }

  private void goOn(Tasks tasks) {
    tasks.after(
        PERIOD,
        () -> {
          look();
          goOn(tasks);
        });
  }

  /** Takes one look, and has garbage collected if that is due. */
  void look() {
    long used = heap.used();
    if (Math.abs(used - before) > NOISE) {
      quiet = 0;
      rested = false;
    } else {
      quiet++;
    }
    before = used;
    boolean atRest = !rested && quiet >= QUIET_LOOKS;
    if ((atRest && heap.size() > least + STEP) || used > 2 * live + ROOM) {
      heap.collect();
      live = heap.used();
      before = live;
      least = Math.min(least, heap.size());
    }
    rested |= atRest;
  }

  /** A heap, in bytes. */
  interface Heap {
    /** Returns what is in use, garbage included. */
    long used();

    /** Returns what is taken from the system, whether in use or not. */
    long size();

    /** Frees what is garbage; takes its time, in which everything else stands still. */
    void collect();
  }

  private record OfProcess(Runtime runtime) implements Heap {
    @Override
    public long used() {
      return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public long size() {
      return runtime.totalMemory();
    }

    @Override
    public void collect() {
      runtime.gc();
    }
  }
}
