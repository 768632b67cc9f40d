package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the HTTP requests of one connection on the caller's thread, and says of each that failed
 * whether the backend may have seen it. Safe for use by many threads.
 */
final class HttpLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpLine.class);

  static final String BOTH_TYPES = "application/json, text/event-stream";
  static final String EVENTS_ONLY = "text/event-stream";

  private static final String UNANSWERED = "the server ended the connection without an answer";

  private final OutboundHttp http;
  private final Tasks tasks;
  private final EntryHeaders entryHeaders;
  private final Set<HttpUriRequestBase> underWay = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  HttpLine(OutboundHttp http, Tasks tasks, Map<String, String> entryHeaders) {
    this.http = http;
    this.tasks = tasks;
    this.entryHeaders = new EntryHeaders(entryHeaders);
  }

  HttpAnswer post(URI url, WireText body, Map<String, String> headers) throws InterruptedException {
    HttpPost post = new HttpPost(url);
    WireEntity entity = new WireEntity(body);
    post.setEntity(entity);
    HttpClientContext context = HttpClientContext.create();
    try {
      return send(post, headers, BOTH_TYPES, context);
    } catch (NoHttpResponseException | SocketException e) {
      throw entity.begun() ? unanswered(e, context) : failure(e, false);
    } catch (IOException e) {
      throw failure(e, entity.begun());
    }
  }

  /** Asks for a stream; runs the action once the request is sent, if it comes to that. */
  HttpAnswer get(URI url, Map<String, String> headers, Runnable onSent)
      throws InterruptedException {
    try {
      HttpClientContext context = SendingExecutor.telling(onSent);
      return send(new HttpGet(url), headers, EVENTS_ONLY, context);
    } catch (IOException e) {
      throw failure(e, false);
    }
  }

  /** Sends a DELETE, also on a closed line; gives up silently when the time is over. */
  void delete(URI url, Map<String, String> headers, Duration bound) throws InterruptedException {
    HttpDelete delete = new HttpDelete(url);
    Tasks.Task limit = tasks.after(bound, delete::abort);
    try (HttpAnswer answer = execute(delete, headers, BOTH_TYPES, HttpClientContext.create())) {
      answer.body(0);
    } catch (IOException e) {
      LOG.debug("a session could not be ended", e);
      requireNotInterrupted();
    } finally {
      limit.cancel();
    }
  }

  /**
   * Turns a failure into what a connection may throw.
   *
   * @param sent whether the backend may have seen the message
   */
  RuntimeException failure(IOException e, boolean sent) throws InterruptedException {
    requireNotInterrupted();
    if (isClosed()) {
      return new BackendLostException("the connection was closed");
    }
    String reason = reason(e);
    return sent ? new BackendLostException(reason, e) : new BackendUnreachableException(reason, e);
  }

  /** The connection ended, and nothing was said on it about a request. */
  private RuntimeException unanswered(IOException e, HttpClientContext context)
      throws InterruptedException {
    RuntimeException failure = failure(e, true);
    if (isClosed() || !wasOfUse(context)) {
      return failure;
    }
    return BackendLostException.withUsedConnection(reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoHttpResponseException) {
      return UNANSWERED;
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static boolean wasOfUse(HttpClientContext context) {
    EndpointDetails connection = context.getEndpointDetails();
    return connection != null && connection.getResponseCount() > 0;
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Waits; returns early, and true, when the line is closed. */
  boolean closedWithin(Duration wait) throws InterruptedException {
    return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Breaks what is under way, and lets nothing more through. */
  @Override
  public void close() {
    closed.countDown();
    underWay.forEach(HttpUriRequestBase::abort);
  }

  private HttpAnswer send(
      HttpUriRequestBase request,
      Map<String, String> headers,
      String accept,
      HttpClientContext context)
      throws IOException {
    underWay.add(request);
    boolean answered = false;
    try {
      if (isClosed()) {
        throw new BackendUnreachableException("the connection was closed");
      }
      HttpAnswer answer = execute(request, headers, accept, context);
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        underWay.remove(request);
      }
    }
  }

  private HttpAnswer execute(
      HttpUriRequestBase request,
      Map<String, String> headers,
      String accept,
      HttpClientContext context)
      throws IOException {
    request.setHeader("Accept", accept);
    entryHeaders.with(headers).forEach(request::setHeader);
    try {
      return new HttpAnswer(
          request, open(request, context), tasks::mayTakeLong, () -> underWay.remove(request));
    } catch (IllegalStateException e) {
      throw new BackendUnreachableException("the pool of connections was closed", e);
    }
  }

  /**
   * Sends a request on a connection that lives: each that was of use before, and has ended before
   * anything was written, leaves the pool. A new one that ends so soon is the server's answer.
   */
  private ClassicHttpResponse open(HttpUriRequestBase request, HttpClientContext context)
      throws IOException {
    while (true) {
      try {
        return http.open(request, context);
      } catch (IOException e) {
        if (request.isAborted() || !StaleConnectionException.isCauseOf(e)) {
          throw e;
        }
        rewind(request);
        if (!wasOfUse(context)) {
          throw e;
        }
        LOG.debug("{}: {}", request.getAuthority(), e.getMessage());
        // The next connection may fail before it is known here.
        context.setEndpointDetails(null);
      }
    }
  }

  /** Takes back what sending has done to a request. */
  private static void rewind(HttpUriRequestBase request) {
    if (request.getEntity() instanceof WireEntity body) {
      body.rewind();
      request.removeHeaders(HttpHeaders.CONTENT_LENGTH);
    }
  }

  /** Turns an interrupt, which breaks whatever is read at the time, into its exception. */
  void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while a backend was waited for");
    }
  }
}
