package io.onemcp.adapters.http.outbound;

import io.onemcp.adapters.http.sse.SseEvent;
import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.DuplexCalls;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP+SSE with one backend: it is posted to, and answers on one long stream. */
final class SseConnection implements BackendConnection {
  private static final Logger LOG = LoggerFactory.getLogger(SseConnection.class);
  private static final int NOT_FOUND = 404;
  private static final int MAX_REFUSAL_BYTES = 64 << 10;

  private final URI endpoint;
  private final HttpLine line;
  private final DuplexCalls calls;

  SseConnection(URI endpoint, HttpLine line, BackendInlet inlet, Limits limits) {
    this.endpoint = endpoint;
    this.line = line;
    this.calls =
        new DuplexCalls(
            new MessageCodec(limits.maxJsonDepth()), inlet, limits.maxInFlightPerBackend());
  }

  /** Reads the stream to its end, which is the end of the connection. */
  void read(HttpAnswer stream, SseReader events) {
    String cause = "its event stream ended";
    try (stream) {
      for (Optional<SseEvent> next = events.next(); next.isPresent(); next = events.next()) {
        take(next.get());
      }
    } catch (IOException e) {
      LOG.debug("an event stream broke", e);
      cause = "its event stream broke";
    } finally {
      calls.lost(cause);
      line.close();
    }
  }

  @Override
  public Message.Response exchange(OutboundRequest request, Interim interim)
      throws InterruptedException {
    return calls.exchange(request.id(), () -> post(request.message()));
  }

  @Override
  public void send(OutboundMessage message) throws InterruptedException {
    calls.requireOpen();
    post(message);
  }

  @Override
  public void listen(Map<String, String> headers) {
    // Messages of the backend's own accord come over the one stream that there is.
  }

  @Override
  public boolean cancelsByClosing() {
    return false;
  }

  @Override
  public String diagnostics() {
    return "";
  }

  @Override
  public void close() {
    calls.close();
    line.close();
  }

  private void take(SseEvent event) {
    MessageBuffer data = event.data();
    if (data.isOverlong()) {
      calls.overlong(data);
    } else if (!data.isEmpty() && event.type().equals(SseEvent.MESSAGE)) {
      calls.arrived(data.array(), data.size());
    }
  }

  private void post(OutboundMessage message) throws InterruptedException {
    try (HttpAnswer answer = line.post(endpoint, message.body(), message.headers())) {
      MessageBuffer body = answer.body(MAX_REFUSAL_BYTES);
      if (answer.status() == NOT_FOUND) {
        calls.lost("the backend no longer knows the stream");
        throw new BackendLostException("the backend no longer knows the stream");
      }
      if (!answer.isSuccess()) {
        throw answer.refusal(body);
      }
    } catch (IOException e) {
      throw line.failure(e, true);
    }
  }
}
