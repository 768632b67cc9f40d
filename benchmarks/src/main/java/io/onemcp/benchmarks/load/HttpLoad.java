package io.onemcp.benchmarks.load;

import io.onemcp.benchmarks.wire.HttpFrame;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Clients on connections of their own, all driven by one thread. In a closed loop each asks again
 * as soon as it is answered. In an open loop requests fall due at a steady rate, whether or not a
 * client is free, and their time runs from then: nothing is left out while the server is slow.
 */
public final class HttpLoad implements AutoCloseable {
  private static final int CHUNK = 1 << 18;
  private static final int REACH = 400;
  private static final long CLOSED = 0;
  private static final long PARK = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Client> clients = new ArrayList<>();
  private final Deque<Client> free = new ArrayDeque<>();
  private final Selector selector;
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(CHUNK);
  private final byte[] chunk = new byte[CHUNK];
  private Histogram times = fresh();
  private long errors;
  private String wrong = "";
  private long lastId;

  /**
   * Opens so many clients, each with a session of its own where the era has sessions.
   *
   * @param request makes the request that a client repeats, given its session
   */
  public HttpLoad(Speech speech, int count, Function<String, Template> request) throws IOException {
    this(speech, sessions(speech, count), request);
  }

  /** Opens a client for each of some sessions. */
  public HttpLoad(Speech speech, List<String> sessions, Function<String, Template> request)
      throws IOException {
    this.selector = Selector.open();
    for (String session : sessions) {
      SocketChannel channel = Opening.connect(speech);
      channel.configureBlocking(false);
      clients.add(new Client(channel, request.apply(session)));
    }
  }

  /** Opens so many sessions; their ids are empty where the era, or the server, has none. */
  public static List<String> sessions(Speech speech, int count) throws IOException {
    if (speech.era() == Era.STATELESS) {
      return Collections.nCopies(count, "");
    }
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (SocketChannel channel = Opening.connect(speech)) {
        sessions.add(Opening.session(speech, channel));
      }
    }
    return sessions;
  }

  /** Lets every client ask again at once, for so long. */
  public LoadFigures closedLoop(Duration time) throws IOException {
    return run(time, CLOSED);
  }

  /** Lets requests fall due so many times a second, for so long. */
  public LoadFigures openLoop(Duration time, double rate) throws IOException {
    return run(time, Math.max(1, (long) (1e9 / rate)));
  }

  private LoadFigures run(Duration time, long pause) throws IOException {
    times = fresh();
    errors = 0;
    wrong = "";
    free.addAll(clients);
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long due = start;
    for (long now = start; now < end; now = System.nanoTime()) {
      while (!free.isEmpty() && (pause == CLOSED || due <= now)) {
        free.removeFirst().ask(pause == CLOSED ? System.nanoTime() : due);
        due += pause;
      }
      await(pause == CLOSED || free.isEmpty() ? end - now : Math.min(end, due) - now);
    }
    finish();
    double seconds = (System.nanoTime() - start) / 1e9;
    long unsent = pause == CLOSED ? 0 : unsent(due, end, pause);
    return new LoadFigures(times, errors, wrong, unsent, seconds);
  }

  /** Counts what fell due while all clients were waiting; the time of each is at least this. */
  private long unsent(long due, long end, long pause) {
    long unsent = Math.max(0, (end - due) / pause);
    for (long i = 0; i < unsent; i++) {
      times.recordValue(end - due - i * pause);
    }
    return unsent;
  }

  private void await(long nanos) throws IOException {
    // The selector knows milliseconds only. Asking it all the time instead would take a core away
    // from whoever is measured.
    int ready = nanos < 1_000_000 ? selector.selectNow() : selector.select(nanos / 1_000_000);
    if (ready > 0) {
      for (SelectionKey key : selector.selectedKeys()) {
        ((Client) key.attachment()).proceed();
      }
      selector.selectedKeys().clear();
    } else if (nanos > 0 && nanos < 1_000_000) {
      LockSupport.parkNanos(Math.min(nanos, PARK));
    }
  }

  /** Waits for what is still under way, so that the next run begins with nothing in the air. */
  private void finish() throws IOException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (free.size() < clients.size() && System.nanoTime() < patience) {
      await(2_000_000);
    }
    if (free.size() < clients.size()) {
      throw new IOException((clients.size() - free.size()) + " requests were never answered");
    }
    free.clear();
  }

  /** Returns both ends of a body, for people. */
  private static String ends(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.length() <= REACH
        ? text
        : text.substring(0, REACH / 2) + " … " + text.substring(text.length() - REACH / 2);
  }

  private static Histogram fresh() {
    return new Histogram(3);
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  /** One client: asks, and is answered. */
  private final class Client {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Template request;
    private final HttpFrame answer = new HttpFrame();
    private ByteBuffer due = ByteBuffer.allocate(0);
    private long id;
    private long since;

    Client(SocketChannel channel, Template request) throws IOException {
      this.channel = channel;
      this.request = request;
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void ask(long start) throws IOException {
      since = start;
      id = ++lastId;
      due = request.with(id);
      send();
    }

    private void send() throws IOException {
      channel.write(due);
      key.interestOps(
          due.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ);
    }

    void proceed() throws IOException {
      if (due.hasRemaining()) {
        send();
      }
      incoming.clear();
      int count = channel.read(incoming);
      if (count < 0) {
        throw new IOException("the server closed a connection: " + answer.head());
      }
      incoming.flip();
      incoming.get(chunk, 0, count);
      answer.add(chunk, count);
      if (count > 0 && answer.isComplete()) {
        times.recordValue(System.nanoTime() - since);
        if (answer.status() != 200 || !answer.bodyHas(Template.mark(id), REACH)) {
          errors++;
          wrong = wrong.isEmpty() ? answer.status() + " " + ends(answer.body()) : wrong;
        }
        answer.clear();
        free.addLast(this);
      }
    }
  }
}
