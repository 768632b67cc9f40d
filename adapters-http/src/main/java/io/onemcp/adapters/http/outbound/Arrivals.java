package io.onemcp.adapters.http.outbound;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** What comes in on a connection. One thread at a time takes it, or looks at it. */
final class Arrivals {
  private static final int NOTHING = -1;

  /** Open if something may have come in that nobody has taken. */
  private final Gate readable;

  private final ReentrantLock taking = new ReentrantLock();
  private volatile boolean suspended;
  private boolean atEnd;

  /** A byte that was found by looking. */
  private int ahead = NOTHING;

  Arrivals(Gate readable) {
    this.readable = readable;
  }

  /** Takes what there is, or the first that comes; returns the number of bytes, -1 at the end. */
  int read(LoopConnection open, ByteBuffer into, Waiting waiting) throws IOException {
    taking.lock();
    try {
      int count = atEnd ? -1 : takeAhead(into);
      while (count == 0) {
        boolean late = !waiting.isReadableInTime();
        // More that comes from here on opens it again.
        readable.close();
        count = open.read(into);
        if (late && count == 0) {
          throw new SocketTimeoutException("timed out");
        }
      }
      atEnd = count < 0;
      if (atEnd || !into.hasRemaining()) {
        readable.open();
      } else {
        hearOfMore(open);
      }
      return count;
    } finally {
      taking.unlock();
    }
  }

  private int takeAhead(ByteBuffer into) {
    if (ahead == NOTHING) {
      return 0;
    }
    into.put((byte) ahead);
    ahead = NOTHING;
    return 1;
  }

  /** The loop was told not to say any more that there is something. */
  void suspended() {
    suspended = true;
  }

  /** The end, should it come while nobody reads, is to be known before more is written. */
  private void hearOfMore(LoopConnection open) {
    if (suspended) {
      suspended = false;
      open.xnio().getSourceChannel().resumeReads();
    }
  }

  /**
   * Looks whether the connection has ended, if the loop has said that something came in and nobody
   * reads now.
   *
   * @throws EOFException if it has
   */
  void requireMore(LoopConnection open) throws IOException {
    if (readable.isOpen() && taking.tryLock()) {
      try {
        look(open);
      } finally {
        taking.unlock();
      }
    }
  }

  private void look(LoopConnection open) throws IOException {
    if (ahead != NOTHING) {
      return;
    }
    // More that comes from here on opens it again.
    readable.close();
    ByteBuffer one = ByteBuffer.allocate(1);
    int count = atEnd ? -1 : open.read(one);
    if (count == 0) {
      hearOfMore(open);
    } else {
      readable.open();
    }
    if (count < 0) {
      atEnd = true;
      throw new EOFException("the server has ended the connection");
    }
    ahead = count > 0 ? one.get(0) & 0xff : NOTHING;
  }

  /** How a reader waits. */
  @FunctionalInterface
  interface Waiting {
    /** Waits until something may have come in; returns false if the reader's time is over. */
    boolean isReadableInTime() throws IOException;
  }
}
