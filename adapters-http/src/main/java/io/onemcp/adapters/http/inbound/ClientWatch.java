package io.onemcp.adapters.http.inbound;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Notices that the client of a running exchange has gone, so that the exchange ends: Undertow
 * itself would find out when it writes. Over HTTP/1.1 by reading on from the connection, over
 * HTTP/2 by listening to what happens to the stream.
 *
 * <p>Over HTTP/1.1 a next request that comes early is kept where Undertow keeps such bytes; from
 * then on the client's end is noticed at the next write only. A client that closes its half and
 * goes on reading counts as gone.
 */
final class ClientWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  private final HttpServerConnection connection;

  private ClientWatch(HttpServerConnection connection) {
    this.connection = connection;
  }

  /** Watches until the exchange ends. On the I/O thread, with the request read completely. */
  static void over(HttpServerExchange http) {
    ServerConnection connection = http.getConnection();
    if (connection instanceof Http2ServerConnection) {
      overStream(http);
    } else if (connection instanceof HttpServerConnection plain && plain.getExtraBytes() == null) {
      new ClientWatch(plain).start();
    }
  }

  /** A stream that is reset, or whose connection breaks, wakes the listener of its response. */
  private static void overStream(HttpServerExchange http) {
    Connectors.getConduitSinkChannel(http)
        .setWriteListener(response -> {
          response.suspendWrites();
          if (!response.isOpen()) {
            Connectors.terminateResponse(http);
          }
        });
  }

  private void start() {
    ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
    source.setReadListener(_ -> look());
    connection.getOriginalSourceConduit().resumeReads();
  }

  private void look() {
    StreamSourceConduit raw = connection.getOriginalSourceConduit();
    PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
    boolean kept = false;
    try {
      int count = raw.read(pooled.getBuffer());
      if (count > 0) {
        raw.suspendReads();
        pooled.getBuffer().flip();
        connection.setExtraBytes(pooled);
        kept = true;
      } else if (count < 0) {
        IoUtils.safeClose(connection);
      }
    } catch (IOException e) {
      LOG.debug("the client of an exchange is gone", e);
      IoUtils.safeClose(connection);
    } finally {
      if (!kept) {
        pooled.close();
      }
    }
  }
}
