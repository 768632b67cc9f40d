package io.onemcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A listening HTTP port on the loopback address; each exchange runs on a virtual thread. */
final class HttpPort implements AutoCloseable {
  static {
    // Without this the JDK's server waits for acknowledgements, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // It ends the connections beyond these right after it has answered on them, when the next
    // request may be on its way.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private static final int BACKLOG = 1_024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Received<SeenRequest> requests = new Received<>();

  private HttpPort(HttpServer server) {
    this.server = server;
  }

  static HttpPort open(Handler handler) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpPort port = new HttpPort(HttpServer.create(address, BACKLOG));
      port.server.createContext("/", exchange -> port.handle(exchange, handler));
      port.server.setExecutor(port.threads);
      port.server.start();
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  Received<SeenRequest> requests() {
    return requests;
  }

  static void answer(HttpExchange exchange, int status, String contentType, byte[] body)
      throws IOException {
    if (body.length > 0) {
      exchange.getResponseHeaders().set("Content-Type", contentType);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange, Handler handler) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey(), String.join(", ", header.getValue()));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(
        new SeenRequest(
            exchange.getRemoteAddress().getPort(),
            exchange.getRequestMethod(),
            headers,
            new String(body, StandardCharsets.UTF_8)));
    handler.handle(exchange, body);
  }

  /** Answers an exchange whose body was read already. */
  @FunctionalInterface
  interface Handler {
    void handle(HttpExchange exchange, byte[] body) throws IOException;
  }
}
