package io.onemcp.adapters.http.inbound;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the readers of all streams of one door, in bytes. Each stream has its own bound;
 * this one holds when many are slow at a time. Safe for use by many threads.
 */
final class Backlog {
  /** Most bytes that wait; what is more finds room only on streams where little waits. */
  static final long MOST = 64L << 20;

  /** What waits on one stream counts up to here: one large answer is no slowness. */
  private static final long MOST_OF_ONE = 1L << 20;

  /** Up to here a stream counts as one that keeps up, whatever waits elsewhere. */
  private static final long LITTLE = 8L << 10;

  /** What an event takes beside its bytes. */
  private static final long PER_EVENT = 256;

  private final AtomicLong waiting = new AtomicLong();
  private final long most;

  Backlog() {
    this(MOST);
  }

  /** Makes one with another bound than {@link #MOST}. */
  Backlog(long most) {
    this.most = most;
  }

  /** Returns whether one event more may wait on a stream where so much waits. */
  boolean hasRoom(int events, long bytes) {
    return waiting.get() <= most || weight(events, bytes) <= LITTLE;
  }

  /** Takes note of what waits on a stream now; returns its share, to be given the next time. */
  long count(long share, int events, long bytes) {
    long now = Math.min(MOST_OF_ONE, weight(events, bytes));
    waiting.addAndGet(now - share);
    return now;
  }

  /** Returns what waits on all streams. */
  long waiting() {
    return waiting.get();
  }

  private static long weight(int events, long bytes) {
    return bytes + events * PER_EVENT;
  }
}
