package io.onemcp.adapters.http.inbound;

import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where clients come in over HTTP: {@code /mcp} and {@code /mcp/server/{name}} for both eras,
 * {@code /sse} and {@code /messages} for the transport of 2024-11-05, and {@code /health}.
 *
 * <p>{@link HttpListener} listens, and {@link ClientConnections} bounds how many come. {@link
 * Routes} says which address leads where and keeps out whom {@link EdgeGuard} names. {@link
 * Entrance} has the body read by {@link BodyReader} and leads the exchange, on a virtual thread, to
 * {@link SseEndpoint} or {@link McpEndpoint}, and that to {@link StatelessEndpoint} or {@link
 * StatefulEndpoint}, whose streams {@link ResumableSessions} knows. {@link Reply} becomes {@link
 * JsonResponse} or {@link EventStream}, both written by I/O threads. {@link Traffic} knows all that
 * is under way.
 */
public final class UndertowDoor implements AutoCloseable {
  private static final int LEAVING_STEPS = 15;
  private static final long LEAVING_STEP_MILLIS = 20;

  private final DoorSettings settings;
  private final Interior interior;
  private final Traffic traffic;
  private @Nullable HttpListener listener;

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
  public int start() {
    return start(false);
  }

  /**
   * Opens the door like {@link #start()}, although another process of the same user may be
   * listening there still, where the operating system allows it (Linux does): both let clients in,
   * until that one is closed.
   *
   * @throws DoorBlockedException if the address cannot be listened on
   */
  public int startBesides() {
    return start(true);
  }

  private synchronized int start(boolean succeeding) {
    if (listener != null) {
      throw new IllegalStateException("door: started before (expected: new)");
    }
    HttpHandler root = new HttpContinueReadHandler(new Routes(settings, interior, traffic));
    HttpListener opened;
    try {
      opened = HttpListener.open(settings, root, interior.tasks(), succeeding);
    } catch (IOException e) {
      throw new DoorBlockedException(settings.http().host(), settings.http().port(), e);
    }
    listener = opened;
    traffic.start();
    return opened.port();
  }

  /**
   * Lets nobody in any more who is not in already: the first half of {@link #close}, which may
   * follow later. From now on every answer ends its connection.
   */
  public synchronized void stopListening() {
    HttpListener open = listener;
    if (open != null) {
      traffic.leave();
      open.stopListening();
    }
  }

  /**
   * Closes the door, within the time of grace and a little more: new requests are refused, those
   * under way may finish, then every connection is broken off. A second call does nothing.
   */
  @Override
  public synchronized void close() {
    HttpListener open = listener;
    if (open != null && !traffic.isClosing()) {
      stopListening();
      letGo(open);
      traffic.close(settings.grace());
      open.close();
    }
  }

  /** Clients that are about to use a connection once more get an answer, and go elsewhere. */
  private static void letGo(HttpListener open) {
    CountDownLatch pause = new CountDownLatch(1);
    try {
      for (int i = 0; i < LEAVING_STEPS && open.hasConnections(); i++) {
        boolean over = pause.await(LEAVING_STEP_MILLIS, TimeUnit.MILLISECONDS);
        if (over) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
