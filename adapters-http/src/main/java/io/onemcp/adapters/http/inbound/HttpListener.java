package io.onemcp.adapters.http.inbound;

import io.onemcp.core.runtime.Carrier;
import io.onemcp.core.runtime.Tasks;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2UpgradeHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A listening socket, the I/O threads behind it, and all connections that it accepted. Made by hand
 * of the parts that Undertow's own builder uses, because that cannot bound their number.
 */
final class HttpListener implements AutoCloseable {
  /** Whether XNIO believes that a selector takes keys from other threads while it selects. */
  static final String KEYS_FROM_OTHERS = "xnio.nio.thread-safe-selection-keys";

  static {
    // It is so since JDK 11. Otherwise an I/O thread stands still for each connection that another
    // thread opens, until that one goes on.
    System.getProperties().putIfAbsent(KEYS_FROM_OTHERS, "true");
  }

  private static final int MAX_HEADER_BYTES = 64 << 10;

  /** What is read of a body that is too large, so that its sender sees our answer. */
  private static final long MAX_DRAINED_BYTES = 16L << 20;

  private static final int MAX_HTTP2_STREAMS = 256;
  private static final int BACKLOG = 1_000;
  private static final int STOP_MILLIS = 2_000;

  /** A connection may be idle for four times as long as a request may take to arrive. */
  private static final int IDLE_ARRIVALS = 4;

  private final XnioWorker worker;
  private final ClientConnections connections;
  private final AcceptingChannel<StreamConnection> socket;

  private HttpListener(DoorSettings settings, HttpHandler root, Tasks tasks, boolean succeeding)
      throws IOException {
    HttpOpenListener http = new HttpOpenListener(new WireBuffers(), options(settings));
    ClientConnections known =
        new ClientConnections(
            settings.limits().maxConnections(),
            settings.arrival().multipliedBy(IDLE_ARRIVALS),
            tasks,
            http);
    connections = known;
    Map<XnioIoThread, Carrier> carriers = new ConcurrentHashMap<>();
    http.setRootHandler(
        new Http2UpgradeHandler(exchange -> {
          if (Wire.isNew(exchange)) {
            Wire.attach(exchange, carriers.computeIfAbsent(exchange.getIoThread(), tasks::carrier));
            known.spoken(exchange.getConnection().getPeerAddress());
          }
          root.handleRequest(exchange);
        }));
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.getByName(settings.http().host()), settings.http().port());
    worker = Xnio.getInstance(HttpListener.class.getClassLoader()).createWorker(workerOptions());
    boolean opened = false;
    try {
      socket = listen(address, succeeding);
      socket.resumeAccepts();
      opened = true;
    } finally {
      if (!opened) {
        worker.shutdownNow();
      }
    }
  }

  private AcceptingChannel<StreamConnection> listen(InetSocketAddress address, boolean succeeding)
      throws IOException {
    ChannelListener<AcceptingChannel<StreamConnection>> accept =
        ChannelListeners.openListenerAdapter(connections);
    Optional<AcceptingChannel<StreamConnection>> shared =
        SharedPort.listen(worker, address, accept, socketOptions(), succeeding);
    return shared.isPresent()
        ? shared.get()
        : worker.createStreamConnectionServer(address, accept, socketOptions());
  }

  /**
   * Begins to listen; what comes in is handled by {@code root}.
   *
   * @param succeeding whether another process of the same user may be listening there, where the
   *     operating system knows how to share a port
   */
  static HttpListener open(DoorSettings settings, HttpHandler root, Tasks tasks, boolean succeeding)
      throws IOException {
    return new HttpListener(settings, root, tasks, succeeding);
  }

  private static OptionMap options(DoorSettings settings) {
    int arrival = Math.toIntExact(settings.arrival().toMillis());
    return OptionMap.builder()
        .set(UndertowOptions.ENABLE_HTTP2, true)
        .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_HTTP2_STREAMS)
        .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .set(UndertowOptions.MAX_ENTITY_SIZE, settings.limits().maxBodyBytes() + MAX_DRAINED_BYTES)
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_ARRIVALS * arrival)
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, arrival)
        .getMap();
  }

  private static OptionMap workerOptions() {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, ioThreads())
        .set(Options.WORKER_TASK_CORE_THREADS, 1)
        .set(Options.WORKER_TASK_MAX_THREADS, 1)
        .set(Options.WORKER_NAME, "onemcp-http")
        .set(Options.CONNECTION_HIGH_WATER, Integer.MAX_VALUE)
        .set(Options.CONNECTION_LOW_WATER, Integer.MAX_VALUE)
        .set(Options.TCP_NODELAY, true)
        .set(Options.CORK, true)
        .getMap();
  }

  private static OptionMap socketOptions() {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, ioThreads())
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, BACKLOG)
        .getMap();
  }

  private static int ioThreads() {
    return Math.max(Runtime.getRuntime().availableProcessors(), 2);
  }

  int port() {
    return ((InetSocketAddress) socket.getLocalAddress()).getPort();
  }

  boolean hasConnections() {
    return !connections.isEmpty();
  }

  /** Stops listening; connections that were accepted go on. */
  void stopListening() {
    IoUtils.safeClose(socket);
  }

  /** Stops listening, and breaks every connection off. */
  @Override
  public void close() {
    IoUtils.safeClose(socket);
    connections.close();
    worker.shutdown();
    try {
      boolean ended = worker.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
      if (!ended) {
        worker.shutdownNow();
      }
    } catch (InterruptedException _) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
