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
import java.util.Iterator;
import java.util.Optional;

/** The echo server over Streamable HTTP: one thread, no session, every answer is plain JSON. */
public final class EchoHttp {
  private static final int CHUNK = 1 << 18;
  private static final byte[] ACCEPTED =
      "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NO_STREAM =
      "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final EchoAnswers answers;
  private final Selector selector;
  private final ServerSocketChannel door;
  private final byte[] chunk = new byte[CHUNK];
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(CHUNK);

  private EchoHttp(int port, int tools) throws IOException {
    this.answers = new EchoAnswers(tools);
    this.selector = Selector.open();
    this.door = ServerSocketChannel.open();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    door.configureBlocking(false);
    door.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Serves for ever; the arguments are the port and the number of tools, one if there is none. */
  public static void main(String[] args) throws IOException {
    new EchoHttp(Integer.parseInt(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 1)
        .serve();
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
    return body.map(EchoHttp::framed).orElse(ACCEPTED);
  }

  private static byte[] framed(byte[] body) {
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  /** One connection of a client. */
  private static final class Visitor {
    private final HttpFrame frame = new HttpFrame();
    private ByteBuffer due = ByteBuffer.allocate(0);
  }
}
