package io.onemcp.testkit;

import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A client that sends over HTTP exactly what a test says. {@link #initialize} and {@link
 * #stateless} add what the two eras want of every request.
 */
public final class ScriptedClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;

  private ScriptedClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Makes a client of one endpoint. */
  public static ScriptedClient of(URI endpoint) {
    return new ScriptedClient(endpoint);
  }

  /**
   * Posts a JSON text and returns as soon as the answer's head is here.
   *
   * @param headers names and values, alternating; they replace the usual ones of the same name
   */
  public ClientAnswer post(String json, String... headers) throws InterruptedException {
    return send("POST", json, headers);
  }

  /** Opens a stream by GET. */
  public ClientAnswer get(String... headers) throws InterruptedException {
    return send("GET", "", headers);
  }

  /** Sends any method with any body; no usual headers for a body that is empty. */
  public ClientAnswer send(String method, String body, String... headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .setHeader("Accept", "application/json, text/event-stream")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return new ClientAnswer(http.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a session without capabilities: initialize, then initialized. */
  public StatefulClient initialize(Revision revision) throws InterruptedException {
    return initialize(revision, "{}");
  }

  /** Opens a session of a client with these capabilities: initialize, then initialized. */
  public StatefulClient initialize(Revision revision, String capabilitiesJson)
      throws InterruptedException {
    return StatefulClient.open(this, revision, Json.of(capabilitiesJson));
  }

  /** Returns a client of the latest stateless revision that declares nothing. */
  public StatelessClient stateless() {
    return stateless("{}");
  }

  /** Returns a client of the latest stateless revision that declares these capabilities. */
  public StatelessClient stateless(String capabilitiesJson) {
    return new StatelessClient(this, Revision.LATEST_STATELESS, Json.of(capabilitiesJson));
  }

  /** Breaks what is still open. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
