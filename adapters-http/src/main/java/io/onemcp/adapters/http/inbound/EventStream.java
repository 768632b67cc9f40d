package io.onemcp.adapters.http.inbound;

import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.json.WireText;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * A response of server-sent events. Holds no thread: events wait in a queue, and the connection's
 * I/O thread writes them.
 *
 * <p>The queue is bounded by number and by size, and so are the queues of all streams together. A
 * client so slow that one more does not fit loses its connection, and so does one that takes
 * nothing for four heartbeats.
 */
final class EventStream implements MessageStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");

  private final HttpServerExchange http;
  private final int maxEvents;
  private final long maxBytes;
  private final Backlog backlog;
  private final ArrayDeque<ByteBuffer[]> waiting = new ArrayDeque<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private long waitingBytes;

  /** As what it counts in the backlog. */
  private long share;

  private boolean pumping = true;
  private boolean ending;
  private boolean closed;

  /** Pulses since something was written, or since the client stopped taking what is written. */
  private int quietPulses;

  /** Of the I/O thread alone. */
  private @Nullable Outflow current;

  /** Of the I/O thread alone. */
  private @Nullable StreamSinkChannel channel;

  EventStream(HttpServerExchange http, Limits limits, Backlog backlog) {
    this.http = http;
    this.backlog = backlog;
    this.maxEvents = limits.maxStreamQueue();
    this.maxBytes = limits.maxBackendMessageBytes();
    waiting.add(EventFrame.comment());
  }

  /** Sends the headers and what was offered so far. A second call does nothing. */
  void start() {
    if (started.compareAndSet(false, true)) {
      Wire.run(http, this::pump);
    }
  }

  @Override
  public boolean offer(WireText message) {
    Due due = put(EventFrame.of(message));
    settle(due);
    return due.isTaken();
  }

  /** Puts a frame behind the others; {@link #settle} has to follow, outside of every lock. */
  synchronized Due put(ByteBuffer[] frame) {
    if (closed || ending) {
      return Due.REFUSED;
    }
    if (!waiting.isEmpty() && !hasRoomFor(Outflow.size(frame))) {
      return Due.CUT;
    }
    return add(frame) ? Due.WAKE : Due.NOTHING;
  }

  /** Puts frames for which there is always room; {@link #settle} has to follow. */
  synchronized Due putAll(List<ByteBuffer[]> frames) {
    if (closed || ending) {
      return Due.REFUSED;
    }
    boolean wake = false;
    for (ByteBuffer[] frame : frames) {
      wake |= add(frame);
    }
    return wake ? Due.WAKE : Due.NOTHING;
  }

  /** Puts the last frames, and ends; {@link #settle} has to follow. */
  synchronized Due putLast(List<ByteBuffer[]> frames) {
    if (closed || ending) {
      return Due.REFUSED;
    }
    boolean wake = !pumping;
    pumping = true;
    frames.forEach(this::add);
    ending = true;
    return wake ? Due.WAKE : Due.NOTHING;
  }

  /** Does what is due; to be called without any lock. */
  void settle(Due due) {
    switch (due) {
      case WAKE -> Wire.run(http, this::pump);
      case CUT -> {
        LOG.warn("closing an event stream: its client reads too slowly");
        abort();
      }
      case NOTHING, REFUSED -> {}
    }
  }

  private boolean hasRoomFor(long bytes) {
    return waiting.size() < maxEvents
        && waitingBytes + bytes <= maxBytes
        && backlog.hasRoom(waiting.size() + 1, waitingBytes + bytes);
  }

  /** Adds a frame under the lock; true if the I/O thread has to be told. */
  private boolean add(ByteBuffer[] frame) {
    waiting.add(frame);
    waitingBytes += Outflow.size(frame);
    count();
    boolean wake = !pumping;
    pumping = true;
    return wake;
  }

  /** Under the lock. */
  private void count() {
    share = backlog.count(share, waiting.size(), waitingBytes);
  }

  @Override
  public void finish(List<WireText> last) {
    settle(putLast(last.stream().map(EventFrame::of).toList()));
  }

  @Override
  public void end() {
    finish(List.of());
  }

  /** Passes one quarter of a heartbeat. */
  void pulse() {
    boolean stalled = false;
    boolean wake = false;
    synchronized (this) {
      quietPulses++;
      if (closed || quietPulses < Traffic.PULSES_PER_HEARTBEAT) {
        return;
      }
      if (pumping) {
        stalled = quietPulses >= 4 * Traffic.PULSES_PER_HEARTBEAT;
      } else {
        wake = add(EventFrame.comment());
      }
    }
    if (stalled) {
      LOG.warn("closing an event stream: its client stopped reading");
      abort();
    } else if (wake) {
      Wire.run(http, this::pump);
    }
  }

  /** Breaks the connection off. */
  void abort() {
    closed();
    Wire.cut(http);
  }

  /** Forgets everything: the connection is gone. */
  synchronized void closed() {
    closed = true;
    waiting.clear();
    waitingBytes = 0;
    count();
  }

  /** Writes until there is nothing more, or the client takes no more. On the I/O thread. */
  private void pump() {
    try {
      StreamSinkChannel open = channel == null ? open() : channel;
      while (writeWaiting(open)) {
        if (isAtRest()) {
          open.suspendWrites();
          return;
        }
      }
    } catch (IOException e) {
      LOG.debug("the client of an event stream is gone", e);
      IoUtils.safeClose(http.getConnection());
      http.endExchange();
    } catch (RuntimeException e) {
      LOG.warn("an event stream broke", e);
      IoUtils.safeClose(http.getConnection());
    }
  }

  /** Writes what waits; false if the client takes no more now. */
  private boolean writeWaiting(StreamSinkChannel open) throws IOException {
    Outflow next = current == null ? next() : current;
    boolean taken = true;
    while (next != null && taken) {
      taken = next.writeTo(open);
      current = taken ? null : next;
      next = taken ? next() : next;
    }
    if (!taken || !open.flush()) {
      open.resumeWrites();
      return false;
    }
    return true;
  }

  private synchronized @Nullable Outflow next() {
    quietPulses = 0;
    ByteBuffer[] next = waiting.poll();
    if (next == null) {
      return null;
    }
    waitingBytes -= Outflow.size(next);
    count();
    return new Outflow(next);
  }

  /** Returns whether nothing waits; ends the response if nothing will come either. */
  private boolean isAtRest() {
    boolean ended;
    synchronized (this) {
      if (!waiting.isEmpty()) {
        return false;
      }
      ended = ending;
      pumping = ended;
    }
    if (ended) {
      http.endExchange();
    }
    return true;
  }

  private StreamSinkChannel open() throws IOException {
    if (http.isResponseComplete()) {
      throw new IOException("connection: gone (expected: open)");
    }
    http.setStatusCode(200);
    http.getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "text/event-stream")
        .put(Headers.CACHE_CONTROL, "no-cache, no-transform")
        .put(ACCEL_BUFFERING, "no");
    StreamSinkChannel opened = http.getResponseChannel();
    if (opened == null) {
      throw new IOException("response: begun already (expected: new)");
    }
    opened.getWriteSetter().set(_ -> pump());
    channel = opened;
    return opened;
  }

  /** What has to be done once something was put. */
  enum Due {
    /** Nothing: the I/O thread is at it. */
    NOTHING,
    /** The I/O thread has to be told. */
    WAKE,
    /** The connection has to be cut: its client is too slow, and was not given this. */
    CUT,
    /** Nothing: the stream has ended, and did not take this. */
    REFUSED;

    boolean isTaken() {
      return this == NOTHING || this == WAKE;
    }
  }
}
