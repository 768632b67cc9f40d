package io.onemcp.adapters.http.inbound;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.channels.StreamSinkChannel;

/** Bytes on their way out, written as far as the channel takes them. Used by one I/O thread. */
final class Outflow {
  /** Most bytes in one write: the JDK keeps a direct copy of this size for each I/O thread. */
  private static final int SLICE = 128 << 10;

  private final ByteBuffer[] buffers;
  private int at;

  Outflow(ByteBuffer... buffers) {
    this.buffers = buffers;
  }

  /** Writes what the channel takes now; true when nothing is left. */
  boolean writeTo(StreamSinkChannel channel) throws IOException {
    while (at < buffers.length) {
      if (!buffers[at].hasRemaining()) {
        at++;
      } else if (write(channel) == 0) {
        return false;
      }
    }
    return true;
  }

  private long write(StreamSinkChannel channel) throws IOException {
    ByteBuffer next = buffers[at];
    if (next.remaining() <= SLICE) {
      return remaining() <= SLICE
          ? channel.write(buffers, at, buffers.length - at)
          : channel.write(next);
    }
    int limit = next.limit();
    next.limit(next.position() + SLICE);
    try {
      return channel.write(next);
    } finally {
      next.limit(limit);
    }
  }

  private long remaining() {
    long sum = 0;
    for (int i = at; i < buffers.length; i++) {
      sum += buffers[i].remaining();
    }
    return sum;
  }
}
