package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.json.WireText;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.channels.StreamSinkChannel;

/**
 * Bytes on their way out, written as far as the channel takes them. Used by one I/O thread.
 *
 * <p>Buffers are written one by one: Undertow's chunked encoding loses track of limits when it is
 * given several at once and cannot write them all.
 */
final class Outflow {
  /** Most bytes in one write: the JDK keeps a direct copy of this size for each I/O thread. */
  private static final int SLICE = 128 << 10;

  /** Up to here a copy into one buffer costs less than several writes. */
  private static final int SMALL = 64 << 10;

  private final ByteBuffer[] buffers;
  private int at;

  Outflow(ByteBuffer... buffers) {
    this.buffers = buffers;
  }

  /** Returns buffers of a text, but a single one where it is short. */
  static ByteBuffer[] compact(WireText text) {
    return text.length() > SMALL
        ? text.buffers()
        : new ByteBuffer[] {ByteBuffer.wrap(text.toByteArray())};
  }

  /** Returns buffers with the same content, but a single one where there is little. */
  static ByteBuffer[] compact(ByteBuffer... buffers) {
    long size = size(buffers);
    if (buffers.length == 1 || size > SMALL) {
      return buffers;
    }
    ByteBuffer whole = ByteBuffer.allocate((int) size);
    for (ByteBuffer buffer : buffers) {
      whole.put(buffer);
    }
    return new ByteBuffer[] {whole.flip()};
  }

  /** Returns how many bytes remain in all of them. */
  static long size(ByteBuffer... buffers) {
    long size = 0;
    for (ByteBuffer buffer : buffers) {
      size += buffer.remaining();
    }
    return size;
  }

  /** Writes what the channel takes now; true when nothing is left. */
  boolean writeTo(StreamSinkChannel channel) throws IOException {
    while (at < buffers.length) {
      if (!buffers[at].hasRemaining()) {
        at++;
      } else if (write(buffers[at], channel) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int write(ByteBuffer next, StreamSinkChannel channel) throws IOException {
    int limit = next.limit();
    next.limit(next.position() + Math.min(next.remaining(), SLICE));
    try {
      return channel.write(next);
    } finally {
      next.limit(limit);
    }
  }
}
