package io.onemcp.benchmarks.load;

import io.onemcp.benchmarks.wire.HttpFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What happens before load: connections, and sessions where the era has them. */
public final class Opening {
  private static final int CHUNK = 1 << 16;

  private Opening() {}

  /** Opens a connection. */
  public static SocketChannel connect(Speech speech) throws IOException {
    SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(speech.endpoint().getHost(), speech.endpoint().getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  /**
   * Opens a session on a connection.
   *
   * @return its id; empty if the server gave none
   * @throws IOException also if the server refused
   */
  public static String session(Speech speech, SocketChannel channel) throws IOException {
    HttpFrame answer = exchange(channel, speech.initialize().with(0));
    if (answer.status() != 200) {
      throw new IOException("initialize: HTTP " + answer.status() + ": " + answer.head());
    }
    String session = header(answer.head(), "mcp-session-id").orElse("");
    exchange(channel, bytes(speech.initialized(session)));
    return session;
  }

  /**
   * Opens the stream of a session, and returns once its head is here; the connection is its own.
   */
  public static void stream(Speech speech, String session, SocketChannel channel)
      throws IOException {
    send(channel, bytes(speech.stream(session)));
    ByteBuffer first = ByteBuffer.allocate(CHUNK);
    if (channel.read(first) < 0
        || !new String(first.array(), 9, 3, StandardCharsets.US_ASCII).equals("200")) {
      throw new IOException(
          "GET: " + new String(first.array(), 0, first.position(), StandardCharsets.UTF_8));
    }
  }

  /** Sends one request and waits for its answer. */
  public static HttpFrame exchange(SocketChannel channel, ByteBuffer request) throws IOException {
    send(channel, request);
    HttpFrame answer = new HttpFrame();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (!answer.isComplete()) {
      chunk.clear();
      int count = channel.read(chunk);
      if (count < 0) {
        throw new IOException("connection closed in mid-answer: " + answer.head());
      }
      answer.add(chunk.array(), count);
    }
    return answer;
  }

  private static void send(SocketChannel channel, ByteBuffer request) throws IOException {
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
