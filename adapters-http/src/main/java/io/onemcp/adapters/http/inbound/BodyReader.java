package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.LimitReached;
import io.onemcp.core.runtime.Tasks;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the body of one request into memory on the I/O thread, without blocking. Too much of it, or
 * too late, ends in an error: a body that trickles or stalls is nothing that Undertow bounds.
 */
final class BodyReader {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final int FIRST_SIZE = 8 << 10;
  private static final int GROWTH = 4;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_LARGE = 413;

  private final HttpServerExchange http;
  private final int limit;
  private final Consumer<byte[]> whole;
  private final Consumer<GatewayError> refused;
  private byte[] bytes = new byte[0];
  private int size;
  private boolean done;
  private @Nullable StreamSourceChannel source;
  private Tasks.@Nullable Task deadline;

  /** Makes a reader; one of the two consumers is called once, on the I/O thread. */
  BodyReader(
      HttpServerExchange http, int limit, Consumer<byte[]> whole, Consumer<GatewayError> refused) {
    this.http = http;
    this.limit = limit;
    this.whole = whole;
    this.refused = refused;
  }

  /** Begins to read; what is not here after the given time is too late. */
  void read(Tasks tasks, Duration allowed) {
    if (http.getRequestContentLength() > limit) {
      refuse(new LimitReached(TOO_LARGE, "request body of " + limit + " bytes"));
      return;
    }
    if (http.isRequestComplete()) {
      whole.accept(bytes);
      return;
    }
    StreamSourceChannel channel = http.getRequestChannel();
    if (channel == null) {
      throw new IllegalStateException("request channel: taken (expected: free)");
    }
    source = channel;
    bytes = new byte[firstSize()];
    if (!readFrom(channel)) {
      deadline = tasks.after(allowed, () -> Wire.run(http, this::expire));
      channel.getReadSetter().set(this::readFrom);
      channel.resumeReads();
    }
  }

  private int firstSize() {
    long announced = http.getRequestContentLength();
    return announced < 0 ? FIRST_SIZE : (int) Math.min(announced, FIRST_SIZE);
  }

  /** Reads what is there; true when the reader has come to an end. */
  private boolean readFrom(StreamSourceChannel channel) {
    if (done) {
      return true;
    }
    try {
      int count = 1;
      while (count > 0 && size <= limit) {
        count = channel.read(room());
        size += Math.max(count, 0);
      }
      if (count == 0) {
        return false;
      }
      channel.suspendReads();
      finish(count < 0);
    } catch (IOException e) {
      LOG.debug("a request broke off", e);
      done();
      IoUtils.safeClose(http.getConnection());
      http.endExchange();
    }
    return true;
  }

  /** Returns where the next bytes go; room for one when all that was announced is here. */
  private ByteBuffer room() {
    if (size == http.getRequestContentLength()) {
      return ByteBuffer.allocate(1);
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, roomier());
    }
    return ByteBuffer.wrap(bytes, size, bytes.length - size);
  }

  /**
   * Returns the next size: that of the body, where it was announced and is near, to fit exactly.
   */
  private int roomier() {
    long announced = http.getRequestContentLength();
    int more = Math.max(bytes.length * GROWTH, FIRST_SIZE);
    return Math.min(limit + 1, announced > bytes.length ? (int) Math.min(announced, more) : more);
  }

  private void finish(boolean complete) {
    done();
    if (complete && size <= limit) {
      whole.accept(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    } else {
      refuse(new LimitReached(TOO_LARGE, "request body of " + limit + " bytes"));
    }
  }

  private void expire() {
    if (!done) {
      done();
      if (source != null) {
        source.suspendReads();
      }
      refuse(new LimitReached(REQUEST_TIMEOUT, "time for the request to arrive"));
    }
  }

  private void done() {
    done = true;
    Tasks.Task timer = deadline;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void refuse(GatewayError error) {
    http.setPersistent(false);
    refused.accept(error);
  }
}
