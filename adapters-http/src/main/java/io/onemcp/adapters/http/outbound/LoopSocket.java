package io.onemcp.adapters.http.outbound;

import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * A client's socket, whose readers and writers wait for the selector of an event loop: a virtual
 * thread that the loop carries goes on in the turn that finds it readable, and nothing else is
 * woken for it. Any thread may use it; one reads at a time, and one writes.
 */
final class LoopSocket extends SocketImpl {
  /** Most bytes of one system call; the JDK keeps a buffer of that size outside of the heap. */
  private static final int CHUNK = 64 << 10;

  private final XnioIoThread loop;
  private final SocketSettings settings = new SocketSettings();
  private final Gate readable;
  private final Arrivals arrivals;
  private final Gate writable;
  private volatile @Nullable LoopConnection connection;
  private volatile int readTimeout = Gate.NO_TIMEOUT;
  private volatile boolean closed;

  /** Whether something was read after the last that was written. */
  private volatile boolean answered;

  private LoopSocket(XnioIoThread loop, Tasks tasks) {
    this.loop = loop;
    this.readable = new Gate(tasks);
    this.arrivals = new Arrivals(readable);
    this.writable = new Gate(tasks);
  }

  /**
   * Makes a socket that is not connected.
   *
   * @param tasks end waits that take too long
   */
  static Socket open(XnioIoThread loop, Tasks tasks) throws SocketException {
    return new Face(new LoopSocket(loop, tasks));
  }

  @Override
  protected void create(boolean stream) throws SocketException {
    if (!stream) {
      throw new SocketException("a socket without a stream (expected: one with)");
    }
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), Gate.NO_TIMEOUT);
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), Gate.NO_TIMEOUT);
  }

  @Override
  protected void connect(SocketAddress server, int timeoutMillis) throws IOException {
    if (!(server instanceof InetSocketAddress known) || known.isUnresolved()) {
      throw new UnknownHostException(server + " (expected: a resolved address)");
    }
    try {
      connect(loop.openStreamConnection(known, null, OptionMap.EMPTY), known, timeoutMillis);
    } catch (CancellationException | ClosedSelectorException | RejectedExecutionException e) {
      throw ended(e);
    }
  }

  private void connect(
      IoFuture<StreamConnection> opening, InetSocketAddress server, int timeoutMillis)
      throws IOException {
    boolean connected = false;
    try {
      opening.addNotifier((_, _) -> writable.open(), null);
      if (loop.getWorker().isShutdown()) {
        // It may have looked at what it has for the last time.
        throw ended(null);
      }
      await(writable, timeoutMillis, () -> {});
      begin(opening.get(), server);
      connected = true;
    } finally {
      if (!connected) {
        opening.addNotifier(Discarding.NOTIFIER, null);
        opening.cancel();
      }
    }
  }

  private static ConnectException ended(@Nullable Exception cause) {
    ConnectException ended = new ConnectException("the event loop has ended");
    ended.initCause(cause);
    return ended;
  }

  private void begin(StreamConnection made, InetSocketAddress server) throws IOException {
    address = server.getAddress();
    port = server.getPort();
    localport = ((InetSocketAddress) made.getLocalAddress()).getPort();
    made.getSourceChannel()
        .setReadListener(source -> {
          if (!readable.open()) {
            // Nobody reads now: whoever will is to find it open, and the loop does not turn in
            // vain.
            arrivals.suspended();
            source.suspendReads();
            readable.open();
          }
        });
    made.getSinkChannel()
        .setWriteListener(sink -> {
          sink.suspendWrites();
          writable.open();
        });
    // Also when the loop ends, which closes all that it has.
    made.setCloseListener(_ -> {
      readable.open();
      writable.open();
    });
    connection = new LoopConnection(made, XnioChannels.of(made));
    if (closed) {
      IoUtils.safeClose(made);
    }
    settings.attach(connected().channel());
  }

  @Override
  protected InputStream getInputStream() {
    return new Incoming();
  }

  @Override
  protected OutputStream getOutputStream() {
    return new Outgoing();
  }

  private int read(ByteBuffer into) throws IOException {
    LoopConnection open = connected();
    int count = arrivals.read(open, into, () -> isReadableInTime(open));
    answered = true;
    return count;
  }

  /** A loop that is busy does not get to say in time that there is something: look, then. */
  private boolean isReadableInTime(LoopConnection open) throws IOException {
    try {
      await(readable, readTimeout, open.xnio().getSourceChannel()::resumeReads);
      return true;
    } catch (SocketTimeoutException _) {
      requireOpen();
      return false;
    }
  }

  private void write(ByteBuffer from) throws IOException {
    LoopConnection open = connected();
    if (answered) {
      begin(open, from);
    }
    while (from.hasRemaining()) {
      writable.close();
      if (open.write(from) == 0) {
        await(writable, Gate.NO_TIMEOUT, open.xnio().getSinkChannel()::resumeWrites);
      }
    }
  }

  /**
   * Writes the first of a message on a connection that was used before. Servers end those that
   * nobody uses, and whoever learns that from the answer cannot know what became of the message.
   */
  private void begin(LoopConnection open, ByteBuffer from) throws IOException {
    try {
      arrivals.requireMore(open);
      open.write(from);
    } catch (IOException e) {
      requireOpen();
      throw new StaleConnectionException(e);
    }
    answered = false;
  }

  /** Waits until the gate is open, and the socket not closed. */
  private void await(Gate gate, int timeoutMillis, Runnable ask) throws IOException {
    gate.await(timeoutMillis, ask);
    requireOpen();
  }

  private LoopConnection connected() throws SocketException {
    requireOpen();
    LoopConnection known = connection;
    if (known == null) {
      throw new SocketException("Socket is not connected");
    }
    return known;
  }

  private void requireOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  @Override
  protected int available() {
    return 0;
  }

  @Override
  protected void close() {
    closed = true;
    LoopConnection known = connection;
    if (known != null) {
      IoUtils.safeClose(known.xnio());
    }
    readable.open();
    writable.open();
  }

  @Override
  protected void shutdownInput() throws IOException {
    connected().channel().shutdownInput();
  }

  @Override
  protected void shutdownOutput() throws IOException {
    connected().channel().shutdownOutput();
  }

  @Override
  protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
    settings.set(option, value);
  }

  @Override
  protected <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
    return settings.get(option);
  }

  @Override
  public void setOption(int option, Object value) throws SocketException {
    if (option == SO_TIMEOUT) {
      readTimeout = (Integer) value;
    } else {
      settings.set(option, value);
    }
  }

  @Override
  public Object getOption(int option) throws SocketException {
    return switch (option) {
      case SO_TIMEOUT -> readTimeout;
      case SO_BINDADDR -> ((InetSocketAddress) connected().xnio().getLocalAddress()).getAddress();
      default -> settings.get(option);
    };
  }

  /** Addresses of clients are chosen by the operating system. */
  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    throw unknown("bind");
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw unknown("listen");
  }

  @Override
  protected void accept(SocketImpl accepted) throws IOException {
    throw unknown("accept");
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw unknown("urgent data");
  }

  private static SocketException unknown(String operation) {
    return new SocketException(operation + " (expected: what a client's stream needs)");
  }

  /** What the rest of the world knows the socket as. */
  private static final class Face extends Socket {
    Face(SocketImpl implementation) throws SocketException {
      super(implementation);
    }
  }

  /** Closes a connection that nobody waits for any more. */
  private static final class Discarding
      extends IoFuture.HandlingNotifier<StreamConnection, @Nullable Object> {
    static final Discarding NOTIFIER = new Discarding();

    @Override
    public void handleDone(StreamConnection late, @Nullable Object attachment) {
      IoUtils.safeClose(late);
    }
  }

  /** What comes in. */
  private final class Incoming extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      return length == 0
          ? 0
          : LoopSocket.this.read(ByteBuffer.wrap(into, offset, Math.min(length, CHUNK)));
    }
  }

  /** What goes out. */
  private final class Outgoing extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, from.length);
      for (int done = 0; done < length; done += CHUNK) {
        LoopSocket.this.write(ByteBuffer.wrap(from, offset + done, Math.min(length - done, CHUNK)));
      }
    }
  }
}
