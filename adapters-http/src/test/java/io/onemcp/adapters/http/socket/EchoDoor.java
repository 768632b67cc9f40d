package io.onemcp.adapters.http.socket;

import io.onemcp.core.access.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Says back what it hears, and remembers whom it took each connection for. */
final class EchoDoor implements AutoCloseable {
  final RelayedPeers peers = new RelayedPeers();
  final BlockingQueue<Optional<Caller>> callers = new LinkedBlockingQueue<>();
  final BlockingQueue<InetSocketAddress> addresses = new LinkedBlockingQueue<>();
  final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();

  private final ServerSocket server;

  EchoDoor() throws IOException {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        callers.add(peers.at(peer));
        addresses.add(peer);
        sockets.add(socket);
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException _) {
      // Closed: the end of the test.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException _) {
      // The other side is gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
