package io.onemcp.adapters.http.inbound;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
 *
 * <p>Whoever answers may {@linkplain #relieve take the connection over} from the I/O thread, and
 * write to it: that costs no change of threads. The exchange then is ended when the client gives
 * its next sign, or when it is {@linkplain #settle found} to give none.
 */
final class ClientWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  private final HttpServerExchange http;
  private final HttpServerConnection connection;
  private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);
  private final AnsweredExchanges answered;
  private Runnable end = () -> {};

  private ClientWatch(
      HttpServerExchange http, HttpServerConnection connection, AnsweredExchanges answered) {
    this.http = http;
    this.connection = connection;
    this.answered = answered;
  }

  private enum State {
    /** What the client does next is looked at. */
    WATCHING,
    /** The I/O thread is looking. */
    LOOKING,
    /** Somebody else has the connection. */
    RELIEVED,
    /** Somebody else has the connection, and the client is not listened to until it is back. */
    DEAF,
    /** Everything is written; the exchange waits for its end. */
    ANSWERED,
    /** The exchange ends, or has ended. */
    OVER
  }

  /**
   * Watches until the exchange ends. On the I/O thread, with the request read completely.
   *
   * @param answered takes the exchange while it waits for its end
   * @return the watch, if it is one that can be relieved
   */
  static Optional<ClientWatch> over(HttpServerExchange http, AnsweredExchanges answered) {
    ServerConnection connection = http.getConnection();
    if (connection instanceof Http2ServerConnection) {
      overStream(http);
    } else if (connection instanceof HttpServerConnection plain && plain.getExtraBytes() == null) {
      ClientWatch watch = new ClientWatch(http, plain, answered);
      watch.start();
      return Optional.of(watch);
    }
    return Optional.empty();
  }

  /**
   * Takes the connection over from the I/O thread, unless that has more to do with it, or others to
   * answer as well; to be followed by {@link #resume} or {@link #answered}. Any thread may ask.
   */
  boolean relieve() {
    if (!answered.isQuiet()
        || !http.isPersistent()
        || !state.compareAndSet(State.WATCHING, State.RELIEVED)) {
      return false;
    }
    if (connection.getExtraBytes() != null) {
      resume();
      return false;
    }
    return true;
  }

  /** Gives the connection back to the I/O thread, which may now look, and write. */
  void resume() {
    if (state.getAndSet(State.WATCHING) == State.DEAF) {
      Wire.run(http, connection.getOriginalSourceConduit()::resumeReads);
    }
  }

  /**
   * Gives the connection back: the answer is written.
   *
   * @param last ends the exchange; runs on the I/O thread, sooner or later
   */
  void answered(Runnable last) {
    end = last;
    answered.add(this);
    if (!state.compareAndSet(State.RELIEVED, State.ANSWERED)) {
      answered.remove(this);
      state.set(State.OVER);
      Wire.run(http, last);
    }
  }

  /** Ends an exchange that was answered, if it has not ended yet. Any thread may call this. */
  void settle() {
    if (state.get() == State.ANSWERED) {
      Wire.run(http, this::endAnswered);
    }
  }

  private void endAnswered() {
    if (state.compareAndSet(State.ANSWERED, State.OVER)) {
      answered.remove(this);
      end.run();
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
    if (state.compareAndSet(State.WATCHING, State.LOOKING)) {
      try {
        readOn();
      } finally {
        state.set(State.WATCHING);
      }
    } else if (state.compareAndSet(State.RELIEVED, State.DEAF)) {
      connection.getOriginalSourceConduit().suspendReads();
    } else {
      endAnswered();
    }
  }

  private void readOn() {
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
