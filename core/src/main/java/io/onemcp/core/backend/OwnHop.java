package io.onemcp.core.backend;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One session of a single client, or the attempt to open it, which others wait for. */
final class OwnHop {
  final HopTerms.Key key;
  private final CountDownLatch settled = new CountDownLatch(1);
  volatile @Nullable Hop hop;
  private volatile @Nullable String failure;

  /** Guarded by whoever owns the table, like what follows. */
  int users = 1;

  long lastUse;
  boolean held;
  long heldUntil;

  OwnHop(HopTerms.Key key) {
    this.key = key;
  }

  void settle(Hop opened) {
    hop = opened;
    settled.countDown();
  }

  void fail(String cause) {
    failure = cause;
    settled.countDown();
  }

  boolean isHeld(long now) {
    return held && heldUntil - now > 0;
  }

  boolean isFailed() {
    return failure != null;
  }

  boolean tellsQuestionsApart() {
    Hop current = hop;
    return current != null && current.tellsQuestionsApart();
  }

  Hop await() throws InterruptedException {
    settled.await();
    Hop current = hop;
    if (current == null) {
      throw new BackendUnavailableException("a session of its own " + failure);
    }
    return current;
  }

  void close() {
    Hop current = hop;
    if (current != null) {
      current.close();
    }
  }
}
