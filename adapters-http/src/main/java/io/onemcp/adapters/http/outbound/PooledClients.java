package io.onemcp.adapters.http.outbound;

import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * Two clients of one pool of connections. Safe for use by many threads.
 *
 * @param bare does what a message needs: it connects, sends, and reads the head of the answer
 * @param whole has a request executor of ours, which knows contexts
 * @param config bounds of every request
 */
record PooledClients(MinimalHttpClient bare, CloseableHttpClient whole, RequestConfig config) {
  /**
   * Bytes of each of a connection's two buffers, which it keeps while it is idle: a call's head and
   * small body fit, larger ones are read and written past it.
   */
  private static final int BUFFER = 8 << 10;

  /**
   * How long a connection of the JDK is unused before it is tried, which takes a millisecond: one
   * that has ended meanwhile cannot be told otherwise. Those of loops know.
   */
  private static final TimeValue UNTRIED = TimeValue.ofMilliseconds(100);

  private static final String AGENT = "OneMCP/" + version();

  /**
   * Makes a pool without connections.
   *
   * @param loop whose selector the connections wait in; without one they wait as the JDK's do
   */
  static PooledClients of(
      OutboundHttp.Settings settings, Tasks tasks, @Nullable XnioIoThread loop) {
    RequestConfig config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
            .setResponseTimeout(Timeout.DISABLED)
            .build();
    PoolingHttpClientConnectionManager pool =
        configured(
                new Builder(loop, tasks),
                settings,
                new PatientResolver(tasks),
                loop == null ? UNTRIED : TimeValue.NEG_ONE_MILLISECOND)
            .build();
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
    return new PooledClients(HttpClients.createMinimal(pool), whole, config);
  }

  private static PoolingHttpClientConnectionManagerBuilder configured(
      Builder builder, OutboundHttp.Settings settings, DnsResolver resolver, TimeValue untried) {
    return builder
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
                .setValidateAfterInactivity(untried)
                .build());
  }

  ClassicHttpResponse open(HttpUriRequestBase request, HttpClientContext context)
      throws IOException {
    request.setConfig(config);
    if (!request.containsHeader(HttpHeaders.USER_AGENT)) {
      request.setHeader(HttpHeaders.USER_AGENT, AGENT);
    }
    HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
    return SendingExecutor.knows(context)
        ? whole.executeOpen(host, request, context)
        : bare.executeOpen(host, request, context);
  }

  /** Closes all connections; what is under way breaks. */
  void close() {
    whole.close(CloseMode.IMMEDIATE);
  }

  private static String version() {
    return Optional.ofNullable(OutboundHttp.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  /** Reads the trusted certificates when the first backend needs them. */
  private static final class Tls {
    static final TlsSocketStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
  }

  /** Makes pools whose sockets wait in a loop's selector. */
  private static final class Builder extends PoolingHttpClientConnectionManagerBuilder {
    private final @Nullable XnioIoThread loop;
    private final Tasks tasks;

    Builder(@Nullable XnioIoThread loop, Tasks tasks) {
      this.loop = loop;
      this.tasks = tasks;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          _ -> loop == null ? new Socket() : LoopSocket.open(loop, tasks),
          ports,
          names,
          scheme -> URIScheme.HTTPS.same(scheme) ? tls : null);
    }
  }
}
