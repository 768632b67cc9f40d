package io.onemcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Serves a script over the HTTP+SSE transport of revision 2024-11-05. */
public final class ScriptedSse implements AutoCloseable {
  private final ScriptedServer server;
  private final String endpointPrefix;
  private final HttpPort port;
  private final Map<String, Wire> streams = new ConcurrentHashMap<>();
  private final AtomicLong lastStream = new AtomicLong();

  private ScriptedSse(ScriptedServer server, String endpointPrefix) {
    this.server = server;
    this.endpointPrefix = endpointPrefix;
    this.port = HttpPort.open(this::handle);
  }

  /** Opens a port and serves the script at it. */
  public static ScriptedSse serve(ScriptedServer server) {
    return new ScriptedSse(server, "");
  }

  /** Serves a script, but tells clients to post to another origin, such as {@code http://other}. */
  public static ScriptedSse servePointingElsewhere(ScriptedServer server, String origin) {
    return new ScriptedSse(server, origin);
  }

  /** Returns the address of the stream. */
  public URI url() {
    return port.url("/sse");
  }

  /** Returns a backend of this name that is reached here. */
  public BackendDefinition definition(String name) {
    return BackendDefinition.of(name, new BackendTransport.Sse(url(), Map.of()));
  }

  /** Returns every HTTP request so far, recorded before it is answered. */
  public Received<SeenRequest> requests() {
    return port.requests();
  }

  /** Stops; what is under way breaks. */
  @Override
  public void close() {
    port.close();
  }

  private void handle(HttpExchange exchange, byte[] body) throws IOException {
    boolean isStream = exchange.getRequestURI().getPath().equals("/sse");
    if (exchange.getRequestMethod().equals("GET") && isStream) {
      stream(exchange);
    } else if (exchange.getRequestMethod().equals("POST") && !isStream) {
      post(exchange, body);
    } else {
      HttpPort.answer(exchange, 405, "", new byte[0]);
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    String id = String.valueOf(lastStream.incrementAndGet());
    OutgoingEvents out = OutgoingEvents.open(exchange);
    Wire wire = new StreamWire(out);
    streams.put(id, wire);
    server.opened(wire);
    String endpoint = endpointPrefix + "/messages?session=" + id;
    out.event("endpoint", "", endpoint.getBytes(StandardCharsets.UTF_8));
    out.awaitGone();
    streams.remove(id);
    server.closed(wire);
  }

  private void post(HttpExchange exchange, byte[] body) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    @Nullable Wire wire = streams.get(query.replaceFirst("^session=", ""));
    if (wire == null) {
      HttpPort.answer(
          exchange, 404, "text/plain", "unknown session".getBytes(StandardCharsets.UTF_8));
      return;
    }
    ScriptedServer.Handling handling = server.accept(body, wire);
    HttpPort.answer(exchange, 202, "", new byte[0]);
    try {
      handling.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
