package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The gateway as its clients reach it.
 *
 * @param endpoint of Streamable HTTP
 * @param credential value of the header {@code Authorization}
 */
record Gate(HttpClient http, URI endpoint, String credential) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonReader READER = new JsonReader(JsonReader.DEFAULT_MAX_DEPTH);

  /** Takes what comes before the answer. */
  @FunctionalInterface
  interface Ear {
    void hear(Json message) throws IOException, InterruptedException;
  }

  static Gate of(URI endpoint, String credential) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new Gate(http, endpoint, credential);
  }

  HttpRequest post(String body, List<String> headers) {
    return request(headers)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  HttpRequest get(List<String> headers) {
    return request(headers).GET().build();
  }

  HttpRequest delete(List<String> headers) {
    return request(headers).DELETE().build();
  }

  private HttpRequest.Builder request(List<String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Accept", "application/json, text/event-stream")
            .header("Authorization", credential);
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return request;
  }

  /** Sends a request and returns the head of the answer; its body has to be read or closed. */
  HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofInputStream());
  }

  /** Returns the answer to a request with an id; a stream is read up to it. */
  Json answer(HttpRequest request, Json id, Ear before)
      throws IOException, InterruptedException, WrongAnswerException {
    HttpResponse<InputStream> response = send(request);
    String type = response.headers().firstValue("Content-Type").orElse("none");
    try (InputStream body = response.body()) {
      if (type.startsWith("text/event-stream")) {
        return streamed(body, id, before);
      }
      byte[] text = body.readAllBytes();
      if (!type.startsWith("application/json")) {
        throw new WrongAnswerException(
            "an answer", response.statusCode() + " " + type + " of " + text.length + " bytes");
      }
      return checked(READER.read(text), id);
    } catch (MalformedJsonException e) {
      throw new WrongAnswerException("JSON", response.statusCode() + " " + e.getMessage());
    }
  }

  private static Json streamed(InputStream body, Json id, Ear before)
      throws IOException, InterruptedException, WrongAnswerException, MalformedJsonException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String data = line.startsWith("data:") ? line.substring("data:".length()).strip() : "";
      if (!data.isEmpty()) {
        Json message = READER.read(data.getBytes(StandardCharsets.UTF_8));
        if (message.at("method") == null) {
          return checked(message, id);
        }
        before.hear(message);
      }
    }
    throw new WrongAnswerException("an answer", "a stream that ended without one");
  }

  private static Json checked(Json message, Json id) throws WrongAnswerException {
    if (!id.equals(message.at("id"))) {
      throw new WrongAnswerException("an answer to " + id, message.toString());
    }
    return message;
  }
}
