package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The pool of HTTP connections to all backends. It follows no redirects, keeps no cookies and never
 * repeats a request by itself. Safe for use by many threads.
 */
public final class OutboundHttp implements AutoCloseable {
  /**
   * Bytes of each of a connection's two buffers, which it keeps while it is idle: a call's head and
   * small body fit, larger ones are read and written past it.
   */
  private static final int BUFFER = 8 << 10;

  private final Settings settings;
  private final Tasks tasks;
  private volatile @Nullable Clients clients;
  private boolean closed;

  /** Makes a pool without connections. */
  public OutboundHttp(Settings settings, Tasks tasks) {
    this.settings = settings;
    this.tasks = tasks;
  }

  /** Sends a request, and returns the answer's head. */
  ClassicHttpResponse open(HttpUriRequestBase request) throws IOException {
    return clients().open(request, Optional.empty());
  }

  /** Sends a request that has a context, and returns the answer's head. */
  ClassicHttpResponse open(HttpUriRequestBase request, HttpContext context) throws IOException {
    return clients().open(request, Optional.of(context));
  }

  /**
   * Returns the clients, which are made when the first backend needs them: a start need not wait.
   */
  private Clients clients() {
    Clients known = clients;
    return known == null ? makeClients() : known;
  }

  private synchronized Clients makeClients() {
    Clients made = clients;
    if (closed) {
      throw new BackendUnreachableException("the pool of connections was closed");
    }
    if (made == null) {
      made = Clients.of(settings, new PatientResolver(tasks));
      clients = made;
    }
    return made;
  }

  Settings settings() {
    return settings;
  }

  /** Closes all connections; what is under way breaks. */
  @Override
  public void close() {
    Clients made = end();
    if (made != null) {
      made.whole().close(CloseMode.IMMEDIATE);
    }
  }

  private synchronized @Nullable Clients end() {
    closed = true;
    return clients;
  }

  private static String version() {
    return Optional.ofNullable(OutboundHttp.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  /**
   * Bounds of the pool and of its waits.
   *
   * @param maxConnections most open connections, event streams included; one more request waits for
   *     as long as a connection may take to open, and then fails
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

  /**
   * Two clients of one pool.
   *
   * @param bare does what a message needs: it connects, sends, and reads the head of the answer
   * @param whole has a request executor of ours, which knows contexts
   * @param config bounds of every request
   */
  private record Clients(MinimalHttpClient bare, CloseableHttpClient whole, RequestConfig config) {
    private static final String AGENT = "OneMCP/" + version();

    static Clients of(Settings settings, DnsResolver resolver) {
      RequestConfig config =
          RequestConfig.custom()
              .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
              .setResponseTimeout(Timeout.DISABLED)
              .build();
      PoolingHttpClientConnectionManager pool = pool(settings, resolver);
      CloseableHttpClient whole =
          HttpClients.custom()
              .setConnectionManager(pool)
              .setRequestExecutor(new SendingExecutor())
              .setDefaultRequestConfig(config)
              .disableRedirectHandling()
              .disableCookieManagement()
              .disableAutomaticRetries()
              .disableAuthCaching()
              .disableContentCompression()
              .build();
      return new Clients(HttpClients.createMinimal(pool), whole, config);
    }

    private static PoolingHttpClientConnectionManager pool(
        Settings settings, DnsResolver resolver) {
      return PoolingHttpClientConnectionManagerBuilder.create()
          .setDnsResolver(resolver)
          .setTlsSocketStrategy((socket, host, port, attachment, context) ->
              Tls.STRATEGY.upgrade(socket, host, port, attachment, context))
          .setConnectionFactory(
              ManagedHttpClientConnectionFactory.builder()
                  .http1Config(Http1Config.custom().setBufferSize(BUFFER).build())
                  .build())
          .setMaxConnTotal(settings.maxConnections())
          .setMaxConnPerRoute(settings.maxConnections())
          .setDefaultSocketConfig(
              SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(Timeout.DISABLED).build())
          .setDefaultConnectionConfig(
              ConnectionConfig.custom()
                  .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                  .setSocketTimeout(Timeout.DISABLED)
                  .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                  .build())
          .build();
    }

    ClassicHttpResponse open(HttpUriRequestBase request, Optional<HttpContext> context)
        throws IOException {
      request.setConfig(config);
      if (!request.containsHeader(HttpHeaders.USER_AGENT)) {
        request.setHeader(HttpHeaders.USER_AGENT, AGENT);
      }
      HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
      return context.isPresent()
          ? whole.executeOpen(host, request, context.get())
          : bare.executeOpen(host, request, null);
    }
  }

  /** Reads the trusted certificates when the first backend needs them. */
  private static final class Tls {
    static final TlsSocketStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
  }
}
