package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * The HTTP connections to all backends: a pool for each event loop whose threads ask, and one for
 * everybody else. It follows no redirects, keeps no cookies and never repeats a request by itself.
 * Safe for use by many threads.
 */
public final class OutboundHttp implements AutoCloseable {
  private final Settings settings;
  private final Tasks tasks;
  private final Map<XnioIoThread, PooledClients> ofLoops = new ConcurrentHashMap<>();
  private volatile @Nullable PooledClients ofOthers;
  private boolean closed;

  /** Makes pools without connections. */
  public OutboundHttp(Settings settings, Tasks tasks) {
    this.settings = settings;
    this.tasks = tasks;
  }

  /** Sends a request, and returns the answer's head. */
  ClassicHttpResponse open(HttpUriRequestBase request, HttpClientContext context)
      throws IOException {
    return clients().open(request, context);
  }

  /**
   * Returns the clients of the caller, which are made when the first backend needs them: a start
   * need not wait.
   */
  private PooledClients clients() {
    if (tasks.carrying().orElse(null) instanceof XnioIoThread loop
        && !loop.getWorker().isShutdown()
        && XnioChannels.areKnown()) {
      PooledClients known = ofLoops.get(loop);
      return known == null ? firstClients(loop) : known;
    }
    PooledClients known = ofOthers;
    return known == null ? makeClients() : known;
  }

  /**
   * Makes clients beside the loop: much code is loaded for them, which keeps a virtual thread on
   * its carrier, and whoever else of the loop is about to make them waits meanwhile.
   */
  private PooledClients firstClients(XnioIoThread loop) {
    tasks.mayTakeLong();
    return makeClients(loop);
  }

  private synchronized PooledClients makeClients() {
    requireOpen();
    PooledClients made = ofOthers;
    if (made == null) {
      made = PooledClients.of(settings, tasks, null);
      ofOthers = made;
    }
    return made;
  }

  private synchronized PooledClients makeClients(XnioIoThread loop) {
    requireOpen();
    // A listener that was moved to another port has left its loops behind.
    ofLoops
        .entrySet()
        .removeIf(entry -> {
          boolean ended = entry.getKey().getWorker().isShutdown();
          if (ended) {
            entry.getValue().close();
          }
          return ended;
        });
    return ofLoops.computeIfAbsent(loop, made -> PooledClients.of(settings, tasks, made));
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendUnreachableException("the pool of connections was closed");
    }
  }

  Settings settings() {
    return settings;
  }

  /** Closes all connections; what is under way breaks. */
  @Override
  public void close() {
    end().forEach(PooledClients::close);
  }

  private synchronized List<PooledClients> end() {
    closed = true;
    List<PooledClients> all = new ArrayList<>(ofLoops.values());
    Optional.ofNullable(ofOthers).ifPresent(all::add);
    return all;
  }

  /**
   * Bounds of the pool and of its waits.
   *
   * @param maxConnections most open connections of one pool, event streams included; one more
   *     request waits for as long as a connection may take to open, and then fails
   * @param connectTimeout bound on opening a connection
   * @param reconnectDelay wait before a broken event stream is opened again, doubled each time
   * @param maxReconnectDelay longest such wait
   * @param farewell bound on ending a session, and on waiting for the end of an answered stream
   */
  public record Settings(
      int maxConnections,
      Duration connectTimeout,
      Duration reconnectDelay,
      Duration maxReconnectDelay,
      Duration farewell) {
    public static final Settings DEFAULT =
        new Settings(
            4_096,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
  }
}
