package io.onemcp.adapters.http.inbound;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/**
 * Where clients come in over HTTP: {@code /mcp} and {@code /mcp/server/{name}} for both eras,
 * {@code /sse} and {@code /messages} for the transport of 2024-11-05, and {@code /health}.
 *
 * <p>{@link Routes} says which address leads where and keeps out whom {@link EdgeGuard} names.
 * {@link Entrance} has the body read by {@link BodyReader} and leads the exchange, on a virtual
 * thread, to {@link SseEndpoint} or {@link McpEndpoint}, and that to {@link StatelessEndpoint} or
 * {@link StatefulEndpoint}, whose streams {@link ResumableSessions} knows. {@link Reply} becomes
 * {@link JsonResponse} or {@link EventStream}, both written by I/O threads. {@link Traffic} knows
 * all that is under way.
 */
public final class UndertowDoor implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 64 << 10;

  /** What is read of a body that is too large, so that its sender sees our answer. */
  private static final long MAX_DRAINED_BYTES = 16L << 20;

  private static final int MAX_HTTP2_STREAMS = 256;
  private static final int IDLE_MILLIS = 120_000;
  private static final int STOP_MILLIS = 2_000;

  private final DoorSettings settings;
  private final Interior interior;
  private final Traffic traffic;
  private @Nullable Undertow undertow;

  /** Makes a door that is still shut. */
  public UndertowDoor(DoorSettings settings, Interior interior) {
    this.settings = settings;
    this.interior = interior;
    this.traffic = new Traffic(settings.limits(), settings.heartbeat(), interior.tasks());
  }

  /**
   * Opens the door and returns the port, which is the one that was asked for unless that was 0. To
   * be called once.
   *
   * @throws DoorBlockedException if the address cannot be listened on
   */
  public synchronized int start() {
    if (undertow != null) {
      throw new IllegalStateException("door: started before (expected: new)");
    }
    String host = settings.http().host();
    int port = settings.http().port();
    Undertow built = build(host, port);
    try {
      built.start();
    } catch (RuntimeException e) {
      built.stop();
      throw new DoorBlockedException(host, port, e);
    }
    undertow = built;
    traffic.start();
    return ((InetSocketAddress) built.getListenerInfo().getFirst().getAddress()).getPort();
  }

  private Undertow build(String host, int port) {
    long maxEntity = settings.limits().maxBodyBytes() + MAX_DRAINED_BYTES;
    return Undertow.builder()
        .addHttpListener(port, host)
        .setHandler(new HttpContinueReadHandler(new Routes(settings, interior, traffic)))
        .setByteBufferPool(new WireBuffers())
        .setWorkerThreads(1)
        .setWorkerOption(Options.WORKER_NAME, "onemcp-http")
        .setSocketOption(Options.TCP_NODELAY, true)
        .setSocketOption(Options.REUSE_ADDRESSES, true)
        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
        .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_HTTP2_STREAMS)
        .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, maxEntity)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) settings.arrival().toMillis())
        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_MILLIS)
        .build();
  }

  /**
   * Closes the door, within the time of grace and a little more: new requests are refused, those
   * under way may finish, then every connection is broken off. A second call does nothing.
   */
  @Override
  public synchronized void close() {
    Undertow open = undertow;
    if (open != null && !traffic.isClosing()) {
      traffic.close(settings.grace());
      open.stop();
    }
  }
}
