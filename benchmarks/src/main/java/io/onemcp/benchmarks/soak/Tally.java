package io.onemcp.benchmarks.soak;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What became of the turns. */
final class Tally {
  private static final int KEPT = 100;
  private static final long LATE_NANOS = 2_000_000_000L;

  private final ConcurrentMap<String, AtomicLong> right = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicLong> explained = new ConcurrentHashMap<>();
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final Recorder times = new Recorder(3);

  /** Counts a turn that went well, and took so long since it was due. */
  void right(String kind, long nanos) {
    count(right, kind);
    times.recordValue(Math.max(0, nanos));
    if (nanos > LATE_NANOS) {
      late.incrementAndGet();
    }
  }

  /** Counts an error that has a reason. */
  void explained(RefusedException refusal) {
    count(explained, refusal.name());
  }

  /** Counts what should not be. */
  void wrong(String what) {
    if (wrong.getAndIncrement() < KEPT) {
      wrongs.add(what);
    }
    System.err.println("wrong: " + what);
  }

  /** Counts a turn for which there was no room, since too many others were under way. */
  void skipped() {
    skipped.incrementAndGet();
  }

  private static void count(ConcurrentMap<String, AtomicLong> counts, String name) {
    counts.computeIfAbsent(name, _ -> new AtomicLong()).incrementAndGet();
  }

  private static long sum(Map<String, AtomicLong> counts) {
    return counts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  Map<String, AtomicLong> rights() {
    return new TreeMap<>(right);
  }

  Map<String, AtomicLong> explanations() {
    return new TreeMap<>(explained);
  }

  Queue<String> wrongs() {
    return wrongs;
  }

  long allRight() {
    return sum(right);
  }

  long allExplained() {
    return sum(explained);
  }

  long allWrong() {
    return wrong.get();
  }

  long allLate() {
    return late.get();
  }

  long allSkipped() {
    return skipped.get();
  }

  /** Returns the times since the last time that they were asked for. */
  Histogram times() {
    return times.getIntervalHistogram();
  }
}
