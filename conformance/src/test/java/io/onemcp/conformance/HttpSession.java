package io.onemcp.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One stateful session over Streamable HTTP, as thin as it gets: ids are the caller's, nothing is
 * hidden.
 */
final class HttpSession {
  private static final String REVISION = "2025-11-25";
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final URI endpoint;
  private final String id;

  private HttpSession(HttpClient http, URI endpoint, String id) {
    this.http = http;
    this.endpoint = endpoint;
    this.id = id;
  }

  /** A client with a connection for each request under way. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  /** Opens a session. */
  static HttpSession open(HttpClient http, URI endpoint) {
    ObjectNode initialize = request(0, "initialize");
    ObjectNode params = initialize.putObject("params").put("protocolVersion", REVISION);
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "conformance").put("version", "1.0.0");
    HttpResponse<String> answer = send(http, post(endpoint, initialize));
    String id =
        answer
            .headers()
            .firstValue("mcp-session-id")
            .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    HttpSession session = new HttpSession(http, endpoint, id);
    ObjectNode initialized = JSON.createObjectNode().put("jsonrpc", "2.0");
    session.exchange(initialized.put("method", "notifications/initialized"));
    return session;
  }

  /** Calls one tool, and returns the whole answer. */
  JsonNode call(int requestId, String tool, Map<String, ?> arguments) {
    ObjectNode call = request(requestId, "tools/call");
    call.putObject("params").put("name", tool).set("arguments", JSON.valueToTree(arguments));
    return message(exchange(call).body());
  }

  /** Lists the tools of the first page, and returns the whole answer. */
  JsonNode listTools(int requestId) {
    return message(exchange(request(requestId, "tools/list")).body());
  }

  /** Opens the stream of what does not belong to any request; the caller closes it. */
  InputStream listen() {
    HttpRequest get =
        HttpRequest.newBuilder(endpoint)
            .header("Accept", "text/event-stream")
            .header("Mcp-Session-Id", id)
            .header("MCP-Protocol-Version", REVISION)
            .GET()
            .build();
    try {
      HttpResponse<InputStream> answer = http.send(get, BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new AssertionError("status " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private HttpResponse<String> exchange(ObjectNode message) {
    return send(
        http,
        post(endpoint, message)
            .header("Mcp-Session-Id", id)
            .header("MCP-Protocol-Version", REVISION));
  }

  private static ObjectNode request(int id, String method) {
    return JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
  }

  private static HttpRequest.Builder post(URI endpoint, ObjectNode message) {
    return HttpRequest.newBuilder(endpoint)
        .timeout(ANSWER_WITHIN)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(message.toString()));
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The answer itself, alone in the body or as the last event of a stream. */
  private static JsonNode message(String body) {
    if (!body.startsWith("{")) {
      String last =
          body.lines()
              .filter(line -> line.startsWith("data:") && line.length() > "data: ".length())
              .reduce((first, second) -> second)
              .orElseThrow(() -> new AssertionError("no answer in: " + body));
      return JSON.readTree(last.substring("data:".length()));
    }
    return JSON.readTree(body);
  }
}
