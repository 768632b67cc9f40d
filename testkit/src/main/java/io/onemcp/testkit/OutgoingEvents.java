package io.onemcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Server-sent events that a scripted server writes to one client. Safe for use by many threads. */
final class OutgoingEvents {
  private static final Duration HEARTBEAT = Duration.ofMillis(15);

  private final HttpExchange exchange;
  private @Nullable OutputStream out;
  private boolean closed;

  private OutgoingEvents(HttpExchange exchange) {
    this.exchange = exchange;
  }

  static OutgoingEvents open(HttpExchange exchange) throws IOException {
    OutgoingEvents events = late(exchange);
    events.write(": open\n\n".getBytes(StandardCharsets.UTF_8));
    return events;
  }

  /** Sends nothing before the first event, not even the response's head. */
  static OutgoingEvents late(HttpExchange exchange) {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, no-transform");
    return new OutgoingEvents(exchange);
  }

  /** Writes one event; {@code id} may be empty. */
  void event(String type, String id, byte[] data) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream(data.length + 64);
    text.writeBytes(("event: " + type + "\n").getBytes(StandardCharsets.UTF_8));
    if (!id.isEmpty()) {
      text.writeBytes(("id: " + id + "\n").getBytes(StandardCharsets.UTF_8));
    }
    text.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
    for (byte next : data) {
      text.write(next);
      if (next == '\n') {
        text.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
      }
    }
    text.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    write(text.toByteArray());
  }

  /** Tells the client how long to wait before it comes back. */
  void retry(int millis) throws IOException {
    write(("retry: " + millis + "\n\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a comment now and then, until the client has gone or this side has closed. */
  void awaitGone() {
    try {
      while (!isClosed() && !Thread.currentThread().isInterrupted()) {
        if (isBegun()) {
          write(":\n\n".getBytes(StandardCharsets.UTF_8));
        }
        LockSupport.parkNanos(HEARTBEAT.toNanos());
      }
    } catch (IOException _) {
      close();
    }
  }

  /** Ends the stream in good order. */
  synchronized void close() {
    closed = true;
    exchange.close();
  }

  private synchronized boolean isBegun() {
    return out != null;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void write(byte[] text) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    OutputStream body = out;
    if (body == null) {
      exchange.sendResponseHeaders(200, 0);
      body = exchange.getResponseBody();
      out = body;
    }
    body.write(text);
    body.flush();
  }
}
