package io.onemcp.benchmarks.echo;

import io.onemcp.benchmarks.wire.HttpFrame;
import io.onemcp.core.protocol.json.WireText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Optional;

/**
 * The echo server over Streamable HTTP: one thread, no session; every answer is plain JSON, or the
 * only event of a stream.
 */
public final class EchoHttp {
  private static final int CHUNK = 1 << 18;

  /** Most bytes in one write: the JDK first copies all that it is given, taken or not. */
  private static final int SLICE = 128 << 10;

  private static final WireText ACCEPTED =
      WireText.of("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  private static final WireText NO_STREAM =
      WireText.of("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");

  private final EchoAnswers answers;
  private final boolean events;
  private final Selector selector;
  private final ServerSocketChannel door;
  private final byte[] chunk = new byte[CHUNK];
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(CHUNK);

  private EchoHttp(int port, int tools, boolean events) throws IOException {
    this.answers = new EchoAnswers(tools);
    this.events = events;
    this.selector = Selector.open();
    this.door = ServerSocketChannel.open();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    door.configureBlocking(false);
    door.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * Serves for ever; the arguments are the port, the number of tools, one if there is none, and
   * {@code events} where answers are to be streams.
   */
  public static void main(String[] args) throws IOException {
    int tools = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    boolean events = args.length > 2 && args[2].equals("events");
    new EchoHttp(Integer.parseInt(args[0]), tools, events).serve();
  }

  private void serve() throws IOException {
    while (true) {
      selector.select();
      Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
      while (ready.hasNext()) {
        SelectionKey key = ready.next();
        ready.remove();
        if (key.isAcceptable()) {
          accept();
        } else {
          serve(key);
        }
      }
    }
  }

  private void accept() throws IOException {
    for (SocketChannel client = door.accept(); client != null; client = door.accept()) {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.register(selector, SelectionKey.OP_READ, new Visitor());
    }
  }

  private void serve(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    Visitor visitor = (Visitor) key.attachment();
    try {
      if (key.isReadable() && !read(channel, visitor)) {
        channel.close();
        return;
      }
      boolean written = visitor.write(channel);
      key.interestOps(written ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    } catch (IOException _) {
      channel.close();
    }
  }

  private boolean read(SocketChannel channel, Visitor visitor) throws IOException {
    incoming.clear();
    int count = channel.read(incoming);
    if (count < 0) {
      return false;
    }
    incoming.flip();
    incoming.get(chunk, 0, count);
    visitor.frame.add(chunk, count);
    while (!visitor.isDue() && visitor.frame.isComplete()) {
      visitor.owe(answer(visitor.frame));
      visitor.frame.clear();
    }
    return true;
  }

  private WireText answer(HttpFrame frame) {
    if (!frame.head().startsWith("POST")) {
      return NO_STREAM;
    }
    Optional<WireText> body = answers.answer(frame.body());
    return body.map(events ? EchoHttp::streamed : EchoHttp::framed).orElse(ACCEPTED);
  }

  private static WireText framed(WireText body) {
    String head = head("application/json", "Content-Length: " + body.length());
    return WireText.concat(WireText.of(head), body);
  }

  private static WireText streamed(WireText body) {
    String before = "event: message\ndata: ";
    int length = before.length() + body.length() + 2;
    String head = head("text/event-stream", "Transfer-Encoding: chunked");
    return WireText.concat(
        WireText.of(head + Integer.toHexString(length) + "\r\n" + before),
        body,
        WireText.of("\n\n\r\n0\r\n\r\n"));
  }

  private static String head(String type, String framing) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + framing + "\r\n\r\n";
  }

  /** One connection of a client. */
  private static final class Visitor {
    private final HttpFrame frame = new HttpFrame();
    private ByteBuffer[] due = {};
    private int at;

    void owe(WireText answer) {
      boolean small = answer.length() <= SLICE;
      due = small ? new ByteBuffer[] {ByteBuffer.wrap(answer.toByteArray())} : answer.buffers();
      at = 0;
    }

    boolean isDue() {
      return at < due.length;
    }

    /** Writes what the channel takes now; returns whether nothing is left. */
    boolean write(SocketChannel channel) throws IOException {
      while (isDue()) {
        ByteBuffer next = due[at];
        int limit = next.limit();
        next.limit(next.position() + Math.min(next.remaining(), SLICE));
        int count = channel.write(next);
        next.limit(limit);
        if (!next.hasRemaining()) {
          at++;
        } else if (count == 0) {
          return false;
        }
      }
      return true;
    }
  }
}
