package io.onemcp.adapters.http.inbound;

import io.onemcp.core.runtime.Tasks;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * What is left of a request that was answered before it was read. It is read and forgotten, for a
 * short time: to close a connection with bytes unread would break it off, and the client might
 * never see the answer (RFC 9112, section 9.6).
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final int BUFFER = 8 << 10;

  private Leftovers() {}

  /**
   * Ends the exchange when nothing is left, or breaks it off when time is up. On the I/O thread.
   */
  static void endAfter(HttpServerExchange http, Tasks tasks, Duration linger) {
    StreamSourceChannel rest = rest(http);
    if (rest == null) {
      http.endExchange();
      return;
    }
    Tasks.Task cut = tasks.after(linger, () -> Wire.cut(http));
    http.addExchangeCompleteListener((_, next) -> {
      cut.cancel();
      next.proceed();
    });
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    rest.getReadSetter().set(channel -> read(http, channel, buffer));
    rest.resumeReads();
  }

  private static @Nullable StreamSourceChannel rest(HttpServerExchange http) {
    if (http.isRequestComplete() || HttpContinue.requiresContinueResponse(http)) {
      return null;
    }
    StreamSourceChannel begun = Connectors.getExistingRequestChannel(http);
    return begun == null ? http.getRequestChannel() : begun;
  }

  private static void read(HttpServerExchange http, StreamSourceChannel rest, ByteBuffer buffer) {
    try {
      int count = rest.read(buffer.clear());
      while (count > 0) {
        count = rest.read(buffer.clear());
      }
      if (count < 0) {
        http.endExchange();
      }
    } catch (IOException e) {
      LOG.debug("the rest of a refused request did not come", e);
      IoUtils.safeClose(http.getConnection());
      http.endExchange();
    }
  }
}
