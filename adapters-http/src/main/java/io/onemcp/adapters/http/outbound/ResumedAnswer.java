package io.onemcp.adapters.http.outbound;

import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Waits for an answer whose stream broke or was ended early, by coming back for the rest of it (MCP
 * 2025-11-25, transports, resumability).
 */
final class ResumedAnswer {
  /** Attempts in a row that bring no new event. */
  private static final int MAX_FRUITLESS = 5;

  private final StreamSource source;
  private final HttpLine line;
  private final OutboundHttp.Settings settings;
  private final Limits limits;
  private String lastEventId = "";

  ResumedAnswer(StreamSource source, HttpLine line, OutboundHttp.Settings settings, Limits limits) {
    this.source = source;
    this.line = line;
    this.settings = settings;
    this.limits = limits;
  }

  /**
   * Waits for the answer.
   *
   * @param broken the stream so far
   * @throws BackendLostException if the stream gave no ids, or coming back does not help
   */
  Message.Response await(SseReader broken, AnswerReader reader, Map<String, String> headers)
      throws InterruptedException {
    lastEventId = broken.lastEventId();
    Backoff backoff = new Backoff(settings);
    backoff.serverWishes(broken.retryMillis());
    for (int fruitless = 0; !lastEventId.isEmpty() && fruitless < MAX_FRUITLESS; fruitless++) {
      if (line.closedWithin(backoff.next())) {
        throw new BackendLostException("the connection was closed");
      }
      String before = lastEventId;
      Optional<Message.Response> found = attempt(reader, headers, backoff);
      if (found.isPresent()) {
        return found.get();
      }
      if (!before.equals(lastEventId)) {
        fruitless = 0;
        backoff.reset();
      }
    }
    throw new BackendLostException("the stream ended without the answer");
  }

  private Optional<Message.Response> attempt(
      AnswerReader reader, Map<String, String> headers, Backoff backoff)
      throws InterruptedException {
    try (HttpAnswer answer = source.open(headers, lastEventId, () -> {})) {
      if (!answer.isSuccess() || !answer.isEventStream()) {
        throw new BackendLostException(
            "the stream ended without the answer, and HTTP status "
                + answer.status()
                + " came for the rest of it");
      }
      return read(answer, reader, backoff);
    } catch (BackendUnreachableException _) {
      return Optional.empty();
    }
  }

  private Optional<Message.Response> read(HttpAnswer answer, AnswerReader reader, Backoff backoff)
      throws InterruptedException {
    SseReader events = null;
    try {
      events = new SseReader(answer.stream(), limits.maxBackendMessageBytes());
      return reader.readStream(events);
    } catch (IOException e) {
      line.requireNotInterrupted();
      return Optional.empty();
    } finally {
      if (events != null) {
        lastEventId = events.lastEventId().isEmpty() ? lastEventId : events.lastEventId();
        backoff.serverWishes(events.retryMillis());
      }
    }
  }
}
