package io.onemcp.adapters.http.outbound;

import io.onemcp.adapters.http.sse.SseEvent;
import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GET stream on which a backend of the stateful era speaks of its own accord; opened again when
 * it ends, until the server says that it offers none.
 */
final class ListeningStream {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningStream.class);

  /** Longest wait for the request to be sent, which may need a new TCP connection. */
  private static final Duration SENT = Duration.ofMillis(200);

  /**
   * Time for a server to take the request in before the next one reaches it on another connection.
   * Not longer: servers made with the TypeScript SDK send the head of such a stream with its first
   * event.
   */
  private static final Duration TAKEN_IN = Duration.ofMillis(10);

  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;
  private static final int SAMPLE_BYTES = 200;

  private final StreamSource source;
  private final OutboundHttp.Settings settings;
  private final MessageCodec codec;
  private final Limits limits;
  private final BackendInlet inlet;
  private final CountDownLatch sent = new CountDownLatch(1);
  private final CountDownLatch settled = new CountDownLatch(1);
  private String lastEventId = "";

  /** A server that knows no GET may answer it like one that forgot the session. */
  private boolean everOpened;

  ListeningStream(
      StreamSource source,
      OutboundHttp.Settings settings,
      MessageCodec codec,
      Limits limits,
      BackendInlet inlet) {
    this.source = source;
    this.settings = settings;
    this.codec = codec;
    this.limits = limits;
    this.inlet = inlet;
  }

  /**
   * Waits, not for long, until the first stream is open or known not to be, or at least is asked
   * for.
   */
  void awaitFirst() throws InterruptedException {
    if (!sent.await(SENT.toMillis(), TimeUnit.MILLISECONDS)
        || !settled.await(TAKEN_IN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("a backend is slow to open a stream of its own");
    }
  }

  /** Reads streams, one after the other, until the line is closed or there is none to be had. */
  void keepOpen(HttpLine line, Map<String, String> headers) {
    Backoff backoff = new Backoff(settings);
    try {
      while (attempt(line, headers, backoff)) {
        if (line.closedWithin(backoff.next())) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      sent.countDown();
      settled.countDown();
    }
  }

  private boolean attempt(HttpLine line, Map<String, String> headers, Backoff backoff)
      throws InterruptedException {
    try (HttpAnswer answer = source.open(headers, lastEventId, sent::countDown)) {
      settled.countDown();
      if (answer.isSuccess() && answer.isEventStream()) {
        everOpened = true;
        read(answer, backoff);
        return true;
      }
      refused(answer);
      if (answer.status() == NOT_FOUND && everOpened) {
        source.sessionIsGone();
      }
      return answer.status() >= SERVER_ERROR;
    } catch (IOException e) {
      line.requireNotInterrupted();
      return !line.isClosed();
    } catch (BackendUnreachableException _) {
      return !line.isClosed();
    } catch (BackendLostException _) {
      return false;
    }
  }

  private static void refused(HttpAnswer answer) {
    if (answer.isSuccess()) {
      LOG.warn(
          "a backend answered HTTP status {} to the request for a stream, and sent none; it is not"
              + " asked again",
          answer.status());
    } else {
      LOG.debug("a backend offers no stream of its own: HTTP status {}", answer.status());
    }
  }

  private void read(HttpAnswer answer, Backoff backoff) throws IOException {
    SseReader events = new SseReader(answer.stream(), limits.maxBackendMessageBytes());
    try {
      for (Optional<SseEvent> next = events.next(); next.isPresent(); next = events.next()) {
        backoff.reset();
        take(next.get());
      }
    } finally {
      lastEventId = events.lastEventId().isEmpty() ? lastEventId : events.lastEventId();
      backoff.serverWishes(events.retryMillis());
    }
  }

  private void take(SseEvent event) {
    if (event.data().isEmpty() || !event.type().equals(SseEvent.MESSAGE)) {
      return;
    }
    MessageBuffer data = event.data();
    byte[] text = data.array();
    take(
        data.isOverlong() ? new Decoded.NoJson("too long") : codec.decode(text, data.size()), text);
  }

  private void take(Decoded decoded, byte[] text) {
    switch (decoded) {
      case Decoded.Single(Message.Response _) ->
          LOG.warn("a backend answered on its own stream, where nobody waits; it was dropped");
      case Decoded.Single(Message message) -> inlet.received(message);
      case Decoded.Batch(var entries) ->
          entries.forEach(entry -> take(codec.decode(entry), entry.utf8()));
      case Decoded.NoMessage _, Decoded.NoJson _ ->
          inlet.garbage(
              new String(text, 0, Math.min(text.length, SAMPLE_BYTES), StandardCharsets.UTF_8));
    }
  }
}
