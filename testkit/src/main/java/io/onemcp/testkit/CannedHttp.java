package io.onemcp.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An HTTP server that answers every request alike, whatever it says. */
public final class CannedHttp implements AutoCloseable {
  private final HttpPort port;

  private CannedHttp(HttpPort port) {
    this.port = port;
  }

  /**
   * Opens a port.
   *
   * @param headers names and values, alternating
   */
  public static CannedHttp serve(int status, String contentType, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new CannedHttp(
        HttpPort.open((exchange, _) -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
          }
          HttpPort.answer(exchange, status, contentType, bytes);
        }));
  }

  /** Opens a port that answers with a body whose length is not announced. */
  public static CannedHttp serveUnannounced(String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new CannedHttp(
        HttpPort.open((exchange, _) -> {
          exchange.getResponseHeaders().set("Content-Type", contentType);
          // Zero stands for "not known".
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        }));
  }

  /** Returns an address of the server. */
  public URI url() {
    return port.url("/mcp");
  }

  /** Returns every HTTP request so far. */
  public Received<SeenRequest> requests() {
    return port.requests();
  }

  @Override
  public void close() {
    port.close();
  }
}
