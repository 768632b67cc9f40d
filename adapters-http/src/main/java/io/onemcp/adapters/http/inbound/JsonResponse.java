package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * A response that is sent at once: a status and a JSON body, or no body. Written by the
 * connection's I/O thread; a client that takes nothing for four heartbeats loses its connection.
 */
final class JsonResponse {
  private static final Logger LOG = LoggerFactory.getLogger(JsonResponse.class);

  private final HttpServerExchange http;
  private final int status;
  private final @Nullable WireText body;
  private final Outflow out;
  private boolean shut;

  /** Pulses since the client last took something; written by two threads, exact for neither. */
  private volatile int quietPulses;

  private JsonResponse(HttpServerExchange http, int status, @Nullable WireText body) {
    this.http = http;
    this.status = status;
    this.body = body;
    this.out = new Outflow(body == null ? new ByteBuffer[0] : body.buffers());
  }

  static JsonResponse of(HttpServerExchange http, int status, WireText body) {
    return new JsonResponse(http, status, body);
  }

  static JsonResponse empty(HttpServerExchange http, int status) {
    return new JsonResponse(http, status, null);
  }

  /** Returns several texts as one array. */
  static WireText array(List<WireText> texts) {
    WireText[] parts = new WireText[texts.size() * 2 + 1];
    for (int i = 0; i < texts.size(); i++) {
      parts[2 * i] = WireText.of(i == 0 ? "[" : ",");
      parts[2 * i + 1] = texts.get(i);
    }
    parts[parts.length - 1] = WireText.of("]");
    return WireText.concat(parts);
  }

  /**
   * Sends the response. On the I/O thread.
   *
   * @param linger time for the rest of a request that was refused before it was read
   */
  void send(Tasks tasks, Duration linger) {
    if (http.isResponseComplete()) {
      return;
    }
    if (!http.isRequestComplete()) {
      boundDrain(tasks, linger);
    }
    http.setStatusCode(status);
    if (body == null) {
      http.endExchange();
      return;
    }
    http.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    http.setResponseContentLength(body.length());
    StreamSinkChannel channel = http.getResponseChannel();
    if (channel == null) {
      http.endExchange();
      return;
    }
    channel.getWriteSetter().set(_ -> write(channel));
    write(channel);
  }

  /**
   * Undertow reads what is left of a request before it ends the exchange, and would wait for it
   * forever.
   */
  private void boundDrain(Tasks tasks, Duration linger) {
    Tasks.Task cut = tasks.after(linger, () -> Wire.cut(http));
    http.addExchangeCompleteListener((_, next) -> {
      cut.cancel();
      next.proceed();
    });
  }

  /** Passes one quarter of a heartbeat. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void pulse() {
    quietPulses++;
    if (quietPulses >= 4 * Traffic.PULSES_PER_HEARTBEAT) {
      LOG.warn("closing a connection: its client stopped reading");
      Wire.cut(http);
    }
  }

  private void write(StreamSinkChannel channel) {
    quietPulses = 0;
    try {
      if (out.writeTo(channel) && isFlushed(channel)) {
        http.endExchange();
      } else {
        channel.resumeWrites();
      }
    } catch (IOException e) {
      LOG.debug("the client is gone", e);
      IoUtils.safeClose(http.getConnection());
      http.endExchange();
    }
  }

  /** Ends the response before what is left of the request is read, which may take its time. */
  private boolean isFlushed(StreamSinkChannel channel) throws IOException {
    if (!shut) {
      shut = true;
      channel.shutdownWrites();
    }
    return channel.flush();
  }
}
