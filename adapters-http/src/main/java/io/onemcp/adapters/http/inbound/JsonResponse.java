package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.json.WireText;
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
 * connection's I/O thread, or by whoever has relieved it as far as the socket takes it at once; a
 * client that takes nothing for four heartbeats loses its connection.
 */
final class JsonResponse {
  private static final Logger LOG = LoggerFactory.getLogger(JsonResponse.class);

  private final HttpServerExchange http;
  private final int status;
  private final @Nullable WireText body;
  private final Runnable end;
  private final Outflow out;
  private boolean shut;
  private volatile @Nullable Duration pause;

  /** Pulses since the client last took something; written by two threads, exact for neither. */
  private volatile int quietPulses;

  private JsonResponse(HttpServerExchange http, int status, @Nullable WireText body, Runnable end) {
    this.http = http;
    this.end = end;
    this.status = status;
    this.body = body;
    this.out = new Outflow(body == null ? new ByteBuffer[0] : Outflow.compact(body));
  }

  /** Makes a response that runs {@code end}, on the I/O thread, when everything is sent. */
  static JsonResponse of(HttpServerExchange http, int status, WireText body, Runnable end) {
    return new JsonResponse(http, status, body, end);
  }

  /** Makes a response without a body, which {@code end} has to send. */
  static JsonResponse empty(HttpServerExchange http, int status, Runnable end) {
    return new JsonResponse(http, status, null, end);
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

  /** Asks the client, before the response is sent, not to come again earlier. */
  void retryIn(Duration span) {
    pause = span;
  }

  /** Sends the response. On the I/O thread. */
  void send() {
    if (http.isResponseComplete()) {
      return;
    }
    StreamSinkChannel channel = begin();
    if (channel == null) {
      end.run();
    } else {
      channel.getWriteSetter().set(_ -> write(channel));
      write(channel);
    }
  }

  /**
   * Sends the response on the connection that was taken over from a watch, and gives it back.
   *
   * @return whether everything is written
   */
  boolean sendFor(ClientWatch watch) {
    StreamSinkChannel channel = http.isResponseComplete() ? null : begin();
    if (channel == null) {
      watch.resume();
      Wire.run(http, end);
      return false;
    }
    channel.getWriteSetter().set(_ -> write(channel));
    boolean written = false;
    try {
      quietPulses = 0;
      written = out.writeTo(channel);
    } catch (IOException e) {
      // The I/O thread will meet it again.
      LOG.debug("the client is gone", e);
    }
    if (written) {
      watch.answered(() -> write(channel));
    } else {
      watch.resume();
      Wire.run(http, () -> write(channel));
    }
    return written;
  }

  /** Sets the head; returns where the body goes, if there is one and nothing else ends it. */
  private @Nullable StreamSinkChannel begin() {
    http.setStatusCode(status);
    Duration span = pause;
    if (span != null) {
      // RFC 9110, section 10.2.3: whole seconds.
      http.getResponseHeaders().put(Headers.RETRY_AFTER, Math.max(1, span.toSeconds()));
    }
    if (body == null) {
      return null;
    }
    http.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    http.setResponseContentLength(body.length());
    return http.getResponseChannel();
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
        channel.suspendWrites();
        end.run();
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
