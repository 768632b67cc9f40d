package io.onemcp.adapters.http.inbound;

import io.onemcp.core.runtime.Tasks;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * The open connections of clients, whatever they do or fail to do. One beyond the bound is closed
 * at once, unread: file descriptors are needed for backends, too. One on which no request ever
 * comes is closed after a while, which Undertow does for HTTP/1.1 only.
 */
final class ClientConnections implements ChannelListener<StreamConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);

  /** How often it is logged that connections are closed. */
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final int most;
  private final Duration patience;
  private final Tasks tasks;
  private final ChannelListener<StreamConnection> next;
  private final Map<StreamConnection, SocketAddress> open = new ConcurrentHashMap<>();
  private final Map<SocketAddress, Tasks.Task> silent = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * Makes an empty table.
   *
   * @param most most connections at a time
   * @param patience how long to wait for the first request on each
   * @param next takes those that are let in
   */
  ClientConnections(
      int most, Duration patience, Tasks tasks, ChannelListener<StreamConnection> next) {
    this.most = most;
    this.patience = patience;
    this.tasks = tasks;
    this.next = next;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      IoUtils.safeClose(connection);
      refused();
      return;
    }
    letIn(connection, connection.getPeerAddress());
  }

  private void letIn(StreamConnection connection, @Nullable SocketAddress client) {
    if (client == null) {
      // Gone already.
      count.decrementAndGet();
      IoUtils.safeClose(connection);
      return;
    }
    open.put(connection, client);
    silent.put(client, tasks.after(patience, () -> IoUtils.safeClose(connection)));
    connection.setCloseListener(this::closed);
    next.handleEvent(connection);
  }

  private void closed(StreamConnection connection) {
    SocketAddress client = open.remove(connection);
    if (client != null) {
      count.decrementAndGet();
      spoken(client);
    }
  }

  /** Takes note that a request came from this address. */
  void spoken(SocketAddress client) {
    Tasks.Task end = silent.remove(client);
    if (end != null) {
      end.cancel();
    }
  }

  private void refused() {
    if (refused.getAndIncrement() == 0) {
      LOG.warn("connections of clients are closed at once: {} are open already", most);
      tasks.after(PERIOD, this::endPeriod);
    }
  }

  private void endPeriod() {
    LOG.warn("{} connections of clients were closed at once", refused.getAndSet(0));
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Breaks all of them off. */
  void close() {
    open.keySet().forEach(IoUtils::safeClose);
  }
}
