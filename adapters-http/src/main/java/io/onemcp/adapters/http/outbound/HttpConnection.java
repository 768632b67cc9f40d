package io.onemcp.adapters.http.outbound;

import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Speaks Streamable HTTP with one backend; each request is one POST on the caller's thread. */
final class HttpConnection implements BackendConnection {
  private static final String SESSION_GONE = "the backend no longer knows the session";
  private static final int NOT_FOUND = 404;
  private static final int MAX_REFUSAL_BYTES = 64 << 10;

  private final URI url;
  private final OutboundHttp.Settings settings;
  private final Limits limits;
  private final Tasks tasks;
  private final BackendInlet inlet;
  private final MessageCodec codec;
  private final HttpLine line;
  private final HttpSession session = new HttpSession();
  private final StreamSource streams = new Streams();
  private final AtomicReference<@Nullable String> end = new AtomicReference<>();

  HttpConnection(
      URI url,
      HttpLine line,
      OutboundHttp.Settings settings,
      Limits limits,
      Tasks tasks,
      BackendInlet inlet) {
    this.url = url;
    this.line = line;
    this.settings = settings;
    this.limits = limits;
    this.tasks = tasks;
    this.inlet = inlet;
    this.codec = new MessageCodec(limits.maxJsonDepth());
  }

  @Override
  public Message.Response exchange(OutboundRequest request, Interim interim)
      throws InterruptedException {
    requireOpen();
    OutboundMessage message = request.message();
    session.sending(message.headers());
    AnswerReader reader = new AnswerReader(codec, limits, inlet, request.id(), interim);
    boolean inSession = session.id().isPresent();
    try (HttpAnswer answer = line.post(url, message.body(), session.headers(message.headers()))) {
      session.answered(answer);
      if (answer.isSuccess() && answer.isEventStream()) {
        return streamed(answer, reader, message.headers());
      }
      return inSession && answer.status() == NOT_FOUND
          ? unlessSessionIsGone(answer, reader)
          : reader.readJson(answer);
    } catch (IOException e) {
      throw line.failure(e, true);
    }
  }

  @Override
  public void send(OutboundMessage message) throws InterruptedException {
    requireOpen();
    boolean inSession = session.id().isPresent();
    try (HttpAnswer answer = line.post(url, message.body(), session.headers(message.headers()))) {
      session.answered(answer);
      MessageBuffer body = answer.body(MAX_REFUSAL_BYTES);
      if (answer.isSuccess()) {
        return;
      }
      if (inSession && answer.status() == NOT_FOUND) {
        throw sessionIsGone();
      }
      throw answer.refusal(body);
    } catch (IOException e) {
      throw line.failure(e, true);
    }
  }

  @Override
  public void listen(Map<String, String> headers) throws InterruptedException {
    session.listening();
    ListeningStream stream = new ListeningStream(streams, settings, codec, limits, inlet);
    Map<String, String> kept = Map.copyOf(headers);
    tasks.start("event stream of " + url.getHost(), () -> stream.keepOpen(line, kept));
    stream.awaitFirst();
  }

  /**
   * Returns whether closing the stream of a request cancels it: true once the last request was one
   * of the stateless era, unless a session or a listening stream ever spoke for the stateful one.
   */
  @Override
  public boolean cancelsByClosing() {
    return session.endsRequestsWithTheirStreams();
  }

  @Override
  public boolean hasStreamsOfRequests() {
    return true;
  }

  @Override
  public String diagnostics() {
    return "";
  }

  @Override
  public void close() {
    end.compareAndSet(null, "the connection was closed");
    if (line.isClosed()) {
      return;
    }
    line.close();
    if (session.id().isPresent()) {
      try {
        line.delete(url, session.headers(Map.of()), settings.farewell());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Message.Response streamed(
      HttpAnswer answer, AnswerReader reader, Map<String, String> headers)
      throws IOException, InterruptedException {
    SseReader events = new SseReader(answer.stream(), limits.maxBackendMessageBytes());
    Optional<Message.Response> found = Optional.empty();
    try {
      found = reader.readStream(events);
    } catch (IOException e) {
      if (events.lastEventId().isEmpty()) {
        throw e;
      }
    }
    if (found.isPresent()) {
      answer.endSoon(tasks, settings.farewell());
      return found.get();
    }
    return new ResumedAnswer(streams, line, settings, limits).await(events, reader, headers);
  }

  private Message.Response unlessSessionIsGone(HttpAnswer answer, AnswerReader reader)
      throws IOException {
    try {
      Message.Response response = reader.readJson(answer);
      if (response instanceof Message.Failure(_, _, var error)
          && error.code() == ErrorCodes.METHOD_NOT_FOUND) {
        return response;
      }
    } catch (BackendRefusedException _) {
      throw sessionIsGone();
    }
    throw sessionIsGone();
  }

  /** Whoever does not know a session carries nothing out in it (MCP 2025-11-25, transports). */
  private BackendUnreachableException sessionIsGone() {
    loseSession();
    return new BackendUnreachableException(SESSION_GONE);
  }

  private void loseSession() {
    if (end.compareAndSet(null, SESSION_GONE)) {
      inlet.lost(SESSION_GONE);
    }
  }

  private void requireOpen() {
    String reason = end.get();
    if (reason != null) {
      throw new BackendUnreachableException(reason);
    }
  }

  /** The streams of this connection. */
  private final class Streams implements StreamSource {
    @Override
    public HttpAnswer open(Map<String, String> headers, String lastEventId, Runnable onSent)
        throws InterruptedException {
      Map<String, String> all = session.streamHeaders(headers);
      if (!lastEventId.isEmpty()) {
        all.put("Last-Event-ID", lastEventId);
      }
      return line.get(url, all, onSent);
    }

    @Override
    public void sessionIsGone() {
      loseSession();
    }
  }
}
