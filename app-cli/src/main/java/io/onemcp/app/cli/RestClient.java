package io.onemcp.app.cli;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks running gateways over their REST interface. */
final class RestClient implements AutoCloseable {
  private static final String PREFIX = "/api/v1";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int FAULTS = 500;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * Gets what is at a path of a gateway's REST interface; empty if the gateway is not to be reached
   * now, but may be later.
   *
   * @param gateway the address where it speaks MCP, or the one above it
   * @param patience how long it may take the gateway on purpose
   * @throws CommandFailure if the gateway refuses, or what answers there is none
   */
  Optional<Json> get(URI gateway, String path, Optional<String> key, Duration patience)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(gateway, path)).timeout(patience.plus(PATIENCE));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == UNAUTHORIZED) {
        throw unauthorized(gateway, key.isPresent());
      }
      return answer(gateway, answer);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<Json> answer(URI gateway, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == OK) {
      try {
        return Optional.of(new JsonReader(JsonReader.DEFAULT_MAX_DEPTH).read(answer.body()));
      } catch (MalformedJsonException _) {
        throw new CommandFailure(ExitCode.ERROR, shown(gateway) + ": is no OneMCP gateway");
      }
    }
    if (status == TOO_MANY || status >= FAULTS) {
      return Optional.empty();
    }
    throw new CommandFailure(
        ExitCode.ERROR,
        shown(gateway) + ": answers with status " + status + " (expected: a OneMCP gateway)");
  }

  private static CommandFailure unauthorized(URI gateway, boolean keyGiven) {
    return new CommandFailure(
        ExitCode.ERROR,
        shown(gateway)
            + (keyGiven ? ": does not know this API key" : ": needs an API key")
            + " (expected: one of its file api-key, in "
            + WaitCommand.KEY
            + ")");
  }

  /** What stands before {@code /mcp} stays: a proxy may serve the gateway below a path. */
  private static URI address(URI gateway, String path) {
    String base = gateway.toString().replaceFirst("[?#].*$", "").replaceFirst("/(mcp/?)?$", "");
    return URI.create(base + PREFIX + path);
  }

  /** Returns how people are told of a gateway: no path, no credentials. */
  static String shown(URI gateway) {
    String port = gateway.getPort() < 0 ? "" : ":" + gateway.getPort();
    return gateway.getScheme() + "://" + gateway.getHost() + port;
  }

  @Override
  public void close() {
    http.close();
  }
}
