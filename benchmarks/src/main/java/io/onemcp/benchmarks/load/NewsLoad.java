package io.onemcp.benchmarks.load;

import io.onemcp.benchmarks.echo.NewsServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Clients that only listen, each on the open stream of a session of its own, and see how late what
 * {@link NewsServer} published arrives.
 */
public final class NewsLoad implements AutoCloseable {
  private static final int CHUNK = 1 << 18;
  private static final byte[] MARK = NewsServer.SENT_AT.getBytes(StandardCharsets.US_ASCII);
  private static final int WHOLE = MARK.length + NewsServer.DIGITS;

  private final Selector selector;
  private final ByteBuffer incoming = ByteBuffer.allocate(CHUNK + WHOLE);
  private Histogram late = new Histogram(3);
  private int closed;

  /** Opens the streams of sessions. */
  public NewsLoad(Speech speech, List<String> sessions) throws IOException {
    this.selector = Selector.open();
    for (String session : sessions) {
      SocketChannel channel = Opening.connect(speech);
      Opening.stream(speech, session, channel);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new byte[0]);
    }
  }

  /**
   * Listens until so many notifications are here, or nothing more came for a while.
   *
   * @return how late they were, from when they were due at the server; {@code unsent} is how many
   *     are missing, {@code errors} how many streams were closed by the other side
   */
  public LoadFigures listen(long expected, Duration silence) throws IOException {
    late = new Histogram(3);
    closed = 0;
    long start = System.nanoTime();
    long last = start;
    while (late.getTotalCount() < expected && System.nanoTime() - last < silence.toNanos()) {
      if (selector.select(100) > 0) {
        for (SelectionKey key : selector.selectedKeys()) {
          read(key);
        }
        selector.selectedKeys().clear();
        last = System.nanoTime();
      }
    }
    long missing = Math.max(0, expected - late.getTotalCount());
    return new LoadFigures(late, closed, "", missing, (last - start) / 1e9);
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    incoming.clear().put((byte[]) key.attachment());
    int count;
    try {
      count = channel.read(incoming);
    } catch (IOException _) {
      count = -1;
    }
    if (count < 0) {
      closed++;
      channel.close();
      return;
    }
    int used = take(incoming.array(), incoming.position());
    // A notification may be cut in two by the end of what is here.
    int from = Math.max(used, incoming.position() - WHOLE);
    byte[] rest = new byte[incoming.position() - from];
    System.arraycopy(incoming.array(), from, rest, 0, rest.length);
    key.attach(rest);
  }

  /** Returns where the last whole time of sending ended. */
  private int take(byte[] bytes, int length) {
    int used = 0;
    for (int at = 0; at + WHOLE <= length; at++) {
      if (bytes[at] == MARK[0] && isMark(bytes, at)) {
        String digits =
            new String(bytes, at + MARK.length, NewsServer.DIGITS, StandardCharsets.US_ASCII);
        late.recordValue(Math.max(0, System.nanoTime() - Long.parseLong(digits)));
        used = at + WHOLE;
        at = used - 1;
      }
    }
    return used;
  }

  private static boolean isMark(byte[] bytes, int at) {
    for (int i = 1; i < MARK.length; i++) {
      if (bytes[at + i] != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
