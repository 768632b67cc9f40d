package io.onemcp.adapters.http.inbound;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A listening socket whose port a successor can listen on before this one is closed, so that nobody
 * is refused in between (SO_REUSEPORT, which works so on Linux only). XNIO cannot be asked for
 * that, so the socket is given to its inner classes; where those are not as expected, there is
 * none.
 */
final class SharedPort {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPort.class);
  private static final String PLAIN = "org.xnio.nio.NioTcpServer";
  private static final String QUEUED = "org.xnio.nio.QueuedNioTcpServer2";

  private SharedPort() {}

  /**
   * Listens; empty where a port cannot be shared.
   *
   * @param succeeding whether another process of the same user may be listening
   * @throws IOException if the address cannot be listened on
   */
  static Optional<AcceptingChannel<StreamConnection>> listen(
      XnioWorker worker,
      InetSocketAddress address,
      ChannelListener<AcceptingChannel<StreamConnection>> listener,
      OptionMap options,
      boolean succeeding)
      throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    if (!succeeding) {
      requireFree(address);
    }
    ServerSocketChannel socket = ServerSocketChannel.open();
    boolean taken = false;
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      socket.configureBlocking(false);
      Optional<AcceptingChannel<StreamConnection>> server =
          serverOf(worker, socket, options, address);
      server.ifPresent(it -> it.getAcceptSetter().set(listener));
      taken = server.isPresent();
      return server;
    } finally {
      if (!taken) {
        IoUtils.safeClose(socket);
      }
    }
  }

  /**
   * A socket that would not share finds out whether anybody listens. It must not listen itself: who
   * connected meanwhile would be cut off.
   */
  private static void requireFree(InetSocketAddress address) throws IOException {
    try (SocketChannel probe = SocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(address);
    }
  }

  private static Optional<AcceptingChannel<StreamConnection>> serverOf(
      XnioWorker worker, ServerSocketChannel socket, OptionMap options, InetSocketAddress address)
      throws IOException {
    Optional<Constructors> constructors = Constructors.of(worker);
    if (constructors.isEmpty()) {
      return Optional.empty();
    }
    socket.bind(address, options.get(Options.BACKLOG, 0));
    return Optional.of(constructors.get().server(worker, socket, options));
  }

  /** How XNIO makes its servers. */
  private record Constructors(MethodHandle plain, MethodHandle queued) {
    static Optional<Constructors> of(XnioWorker worker) {
      try {
        Class<?> kind = worker.getClass();
        Class<?> plain = Class.forName(PLAIN, false, kind.getClassLoader());
        Class<?> queued = Class.forName(QUEUED, false, kind.getClassLoader());
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(kind, MethodHandles.lookup());
        return Optional.of(
            new Constructors(
                inside.findConstructor(
                    plain,
                    MethodType.methodType(
                        void.class,
                        kind,
                        ServerSocketChannel.class,
                        OptionMap.class,
                        boolean.class)),
                inside.findConstructor(queued, MethodType.methodType(void.class, plain))));
      } catch (ReflectiveOperationException e) {
        LOG.warn("this port cannot be shared: XNIO is not as expected", e);
        return Optional.empty();
      }
    }

    @SuppressWarnings("unchecked")
    AcceptingChannel<StreamConnection> server(
        XnioWorker worker, ServerSocketChannel socket, OptionMap options) throws IOException {
      try {
        Object server = plain.invoke(worker, socket, options, true);
        return (AcceptingChannel<StreamConnection>) queued.invoke(server);
      } catch (IOException | RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IOException("the socket was not taken", e);
      }
    }
  }
}
