package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What clients do that change their minds, or lose their connection. */
record Rudeness(Gate gate) {
  private static final int PAUSE_MILLIS = 100;
  private static final int PATIENCE_MILLIS = 30_000;

  /** Opens a stream, and closes it unread. */
  void drop(HttpRequest stream) throws IOException, InterruptedException, WrongAnswerException {
    HttpResponse<InputStream> response = gate.send(stream);
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new WrongAnswerException(
            "a stream",
            response.statusCode()
                + " "
                + new String(body.readNBytes(1000), StandardCharsets.UTF_8));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Subscribes to changes of all lists. */
  static HttpRequest listening(Conversation client) {
    Json wanted = Json.of("{\"toolsListChanged\":true,\"resourcesListChanged\":true}");
    Json params = new JsonWriter().put("notifications", wanted).json();
    return client.request(client.nextId(), Methods.LISTEN, params);
  }

  /** Begins a call that takes two seconds, and takes it back. */
  void cancel(Conversation client, String server, String nonce)
      throws IOException, InterruptedException {
    Json id = client.nextId();
    HttpRequest request =
        client.request(id, Methods.TOOLS_CALL, Calls.tool(server, SoakOffer.SLOW, nonce));
    CompletableFuture<HttpResponse<Void>> call =
        gate.http().sendAsync(request, BodyHandlers.discarding());
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    client.cancel(id);
    if (client instanceof Envelopes) {
      call.cancel(true);
    }
  }

  /** Sends a whole request, and says by closing one direction that no other will follow. */
  void halfClose(HttpRequest call, String body, String expected)
      throws IOException, WrongAnswerException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text(call, body, body.length()));
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!answer.isEmpty() && !answer.contains(expected)) {
        throw new WrongAnswerException(expected + ", or nothing", answer);
      }
    }
  }

  /** Sends half of a request, and goes. */
  void breakOff(HttpRequest call, String body) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text(call, body.substring(body.length() / 2), body.length()));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(gate.endpoint().getHost(), gate.endpoint().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private byte[] text(HttpRequest call, String body, int announced) {
    StringBuilder text = new StringBuilder("POST " + gate.endpoint().getPath() + " HTTP/1.1\r\n");
    text.append("Host: ").append(gate.endpoint().getAuthority()).append("\r\n");
    call.headers()
        .map()
        .forEach((name, values) -> text.append(name + ": " + values.getFirst() + "\r\n"));
    text.append("Content-Length: ").append(announced).append("\r\n\r\n").append(body);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
