package io.onemcp.adapters.http.replay;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The replay buffers of all sessions, which together hold a bounded number of bytes: where they
 * would hold more, the one that was not added to for the longest time gives way. One short lock
 * guards all of them.
 */
public final class ReplayBuffers {
  final int maxEvents;
  final long maxBytes;
  private final long total;

  /** In the order of their latest addition; those that hold nothing are not here. */
  private final Set<ReplayBuffer> filled = new LinkedHashSet<>();

  private long held;

  /**
   * Makes the common part of all buffers.
   *
   * @param maxEvents most events in one buffer
   * @param maxBytes most bytes in one buffer
   * @param total most bytes in all of them
   */
  public ReplayBuffers(int maxEvents, long maxBytes, long total) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
    this.total = total;
  }

  /** Makes the buffer of a session, which holds nothing yet. */
  public ReplayBuffer open() {
    return new ReplayBuffer(this);
  }

  /** Returns how many bytes all buffers hold now. */
  public synchronized long held() {
    return held;
  }

  /** Counts what a buffer took or, if negative, gave up. Under the lock. */
  void count(long bytes) {
    held += bytes;
  }

  /** Makes room for what this buffer was given. Under the lock. */
  void grown(ReplayBuffer buffer) {
    filled.remove(buffer);
    filled.add(buffer);
    while (held > total) {
      ReplayBuffer longest = filled.iterator().next();
      longest.giveUpOldest();
      if (longest.isEmpty()) {
        filled.remove(longest);
      }
    }
  }

  /** Forgets a buffer that holds nothing any more. Under the lock. */
  void emptied(ReplayBuffer buffer) {
    filled.remove(buffer);
  }
}
