package io.onemcp.app.cli;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.headers.HeaderText;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A client over HTTP, just big enough for the demo: it takes answers in JSON only. */
final class DemoClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Json SELF = Json.of("{\"name\":\"onemcp-demo\",\"version\":\"1\"}");
  private static final String SESSION = "Mcp-Session-Id";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong ids = new AtomicLong();
  private final URI url;
  private final String key;
  private final Revision revision;
  private Optional<String> session = Optional.empty();

  private DemoClient(URI url, String key, Revision revision) {
    this.url = url;
    this.key = key;
    this.revision = revision;
  }

  /** Makes a client of the newest revision. */
  static DemoClient stateless(URI url, String key) {
    return new DemoClient(url, key, Revision.LATEST_STATELESS);
  }

  /** Makes a client with a session, after its handshake. */
  static DemoClient stateful(URI url, String key) throws InterruptedException {
    DemoClient client = new DemoClient(url, key, Revision.LATEST_STATEFUL);
    client.shakeHands();
    return client;
  }

  Revision revision() {
    return revision;
  }

  private void shakeHands() throws InterruptedException {
    Json params =
        Json.of(
            "{\"protocolVersion\":\""
                + revision
                + "\",\"capabilities\":{},\"clientInfo\":"
                + SELF
                + "}");
    HttpResponse<byte[]> answer =
        post(Request.of(nextId(), Methods.INITIALIZE, params).whole(), Map.of());
    session = answer.headers().firstValue(SESSION);
    post(Notification.of(Methods.INITIALIZED, Json.EMPTY_OBJECT).whole(), Map.of());
  }

  /** Sends a request and returns the result, or the whole answer if it is none. */
  Json call(String method, Json params) throws InterruptedException {
    HttpResponse<byte[]> answer =
        revision.era() == Era.STATELESS
            ? post(
                Request.of(nextId(), method, enveloped(params)).whole(), mirrored(method, params))
            : post(Request.of(nextId(), method, params).whole(), Map.of());
    Json whole = new JsonReader(JsonReader.DEFAULT_MAX_DEPTH).read(answer.body());
    Json result = whole.at("result");
    return result == null ? whole : result;
  }

  private static Map<String, String> mirrored(String method, Json params) {
    String name = params.text("name");
    return name == null
        ? Map.of("Mcp-Method", method)
        : Map.of("Mcp-Method", method, "Mcp-Name", HeaderText.encode(name));
  }

  private Json enveloped(Json params) {
    return params
        .patch()
        .set(Json.string(revision.wire()), MetaKeys.META, MetaKeys.PROTOCOL_VERSION)
        .set(SELF, MetaKeys.META, MetaKeys.CLIENT_INFO)
        .set(Json.EMPTY_OBJECT, MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES)
        .json();
  }

  private RequestId nextId() {
    return new RequestId.Num(ids.incrementAndGet());
  }

  private HttpResponse<byte[]> post(Json message, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", revision.wire())
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.utf8()));
    headers.forEach(request::header);
    session.ifPresent(id -> request.header(SESSION, id));
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("gateway: cannot be reached", e);
    }
  }
}
