package io.onemcp.benchmarks.echo;

import io.onemcp.benchmarks.wire.HttpFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * The echo server over Streamable HTTP: one thread, no session; every answer is plain JSON, or the
 * only event of a stream.
 */
public final class EchoHttp {
  private static final int CHUNK = 1 << 18;
  private static final byte[] ACCEPTED =
      "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NO_STREAM =
      "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

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
      channel.write(visitor.due);
      key.interestOps(visitor.due.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
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
    while (!visitor.due.hasRemaining() && visitor.frame.isComplete()) {
      visitor.due = ByteBuffer.wrap(answer(visitor.frame));
      visitor.frame.clear();
    }
    return true;
  }

  private byte[] answer(HttpFrame frame) {
    if (!frame.head().startsWith("POST")) {
      return NO_STREAM;
    }
    Optional<byte[]> body = answers.answer(frame.body());
    return body.map(events ? EchoHttp::streamed : EchoHttp::framed).orElse(ACCEPTED);
  }

  private static byte[] framed(byte[] body) {
    return joined(head("application/json", "Content-Length: " + body.length), body, "");
  }

  private static byte[] streamed(byte[] body) {
    String before = "event: message\ndata: ";
    int length = before.length() + body.length + 2;
    String head = head("text/event-stream", "Transfer-Encoding: chunked");
    return joined(head + Integer.toHexString(length) + "\r\n" + before, body, "\n\n\r\n0\r\n\r\n");
  }

  private static String head(String type, String framing) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + framing + "\r\n\r\n";
  }

  private static byte[] joined(String before, byte[] body, String after) {
    byte[] whole = Arrays.copyOf(latin(before), before.length() + body.length + after.length());
    System.arraycopy(body, 0, whole, before.length(), body.length);
    System.arraycopy(latin(after), 0, whole, before.length() + body.length, after.length());
    return whole;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** One connection of a client. */
  private static final class Visitor {
    private final HttpFrame frame = new HttpFrame();
    private ByteBuffer due = ByteBuffer.allocate(0);
  }
}
