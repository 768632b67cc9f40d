package io.onemcp.adapters.http.socket;

import io.onemcp.core.access.Caller;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.Tasks.Task;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Unix domain socket and passes every byte on to the door and back: XNIO, below
 * Undertow, has no such sockets. The operating system lets only the owner connect; the door learns
 * from {@link RelayedPeers} who that is.
 *
 * <p>At most {@value #MOST_CONNECTIONS} connections are open at a time; the next ones wait in the
 * socket's backlog.
 */
public final class SocketRelay implements AutoCloseable {
  static final int MOST_CONNECTIONS = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(SocketRelay.class);
  private static final int BUFFER_BYTES = 16 << 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final SocketFile file;
  private final InetSocketAddress door;
  private final RelayedPeers peers;
  private final Tasks tasks;
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
  private @Nullable ServerSocketChannel server;

  /**
   * Makes a relay that does not listen yet.
   *
   * @param path where the socket's file is to be
   * @param door the address of an open door on this machine
   * @param peers learns who is behind a connection to the door
   */
  public SocketRelay(Path path, InetSocketAddress door, RelayedPeers peers, Tasks tasks) {
    this.file = new SocketFile(path);
    this.door = door;
    this.peers = peers;
    this.tasks = tasks;
  }

  /**
   * Begins to listen. To be called once.
   *
   * @throws SocketBlockedException if the socket cannot be listened on, or not for the owner alone
   */
  public synchronized void open() {
    if (server != null) {
      throw new IllegalStateException("relay: opened before (expected: new)");
    }
    ServerSocketChannel listening = file.listen();
    server = listening;
    tasks.start("socket-accept", () -> accept(listening));
  }

  /** Listens no more and removes the file; connections under way end when the door ends them. */
  @Override
  public synchronized void close() {
    ServerSocketChannel listening = server;
    if (listening != null && listening.isOpen()) {
      try {
        file.remove();
        listening.close();
      } catch (IOException e) {
        LOG.warn("the socket could not be closed in order", e);
      }
    }
  }

  private void accept(ServerSocketChannel listening) {
    try {
      while (listening.isOpen()) {
        places.acquire();
        acceptOne(listening);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptOne(ServerSocketChannel listening) throws InterruptedException {
    boolean taken = false;
    try {
      SocketChannel client = listening.accept();
      tasks.start("socket-relay", () -> relay(client));
      taken = true;
    } catch (ClosedChannelException _) {
      LOG.debug("the socket is closed");
    } catch (IOException e) {
      // Most likely there are no file descriptors left; some may be free in a moment.
      LOG.warn("a connection to the socket could not be accepted", e);
      CountDownLatch pause = new CountDownLatch(1);
      tasks.after(PAUSE, pause::countDown);
      pause.await();
    } finally {
      if (!taken) {
        places.release();
      }
    }
  }

  private void relay(SocketChannel client) {
    try (client;
        SocketChannel inward = SocketChannel.open()) {
      inward.bind(new InetSocketAddress(door.getAddress(), 0));
      InetSocketAddress bound = (InetSocketAddress) inward.getLocalAddress();
      peers.add(bound, caller(client));
      try {
        inward.setOption(StandardSocketOptions.TCP_NODELAY, true);
        inward.connect(door);
        passBothWays(client, inward);
      } finally {
        // Before the address is free for others, which it is once the channel is closed.
        peers.remove(bound);
      }
    } catch (IOException e) {
      LOG.debug("a connection through the socket broke", e);
    } finally {
      places.release();
    }
  }

  private void passBothWays(SocketChannel client, SocketChannel inward) throws IOException {
    Task requests =
        tasks.start(
            "socket-relay-in",
            () -> {
              try {
                pass(client, inward);
              } catch (IOException e) {
                LOG.debug("a client of the socket is gone", e);
              }
            });
    try {
      pass(inward, client);
    } finally {
      requests.cancel();
    }
  }

  /** Passes bytes on until their source ends, and then that end. */
  private static void pass(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (from.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
      buffer.clear();
    }
    to.shutdownOutput();
  }

  private static Caller caller(SocketChannel client) throws IOException {
    if (client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      return new Caller(
          "local:" + client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
    }
    // Where the system does not tell, the file's permissions leave only its owner.
    return new Caller("local:owner");
  }
}
