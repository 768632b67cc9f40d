package io.onemcp.adapters.http.outbound;

import io.onemcp.adapters.http.sse.SseEvent;
import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.BackendTransport.Sse;
import io.onemcp.core.config.Limits;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reaches backends over HTTP+SSE, the transport of revision 2024-11-05. Opening a connection opens
 * its stream, and waits until the backend has said where to post to.
 */
public final class SseConnector implements BackendConnector {
  private static final String ENDPOINT = "endpoint";

  private final OutboundHttp http;
  private final Tasks tasks;
  private final Limits limits;

  /** Makes a connector that uses connections of the pool. */
  public SseConnector(OutboundHttp http, Tasks tasks, Limits limits) {
    this.http = http;
    this.tasks = tasks;
    this.limits = limits;
  }

  @Override
  public boolean reaches(BackendTransport transport) {
    return transport instanceof Sse;
  }

  @Override
  public BackendConnection open(BackendDefinition definition, BackendInlet inlet)
      throws InterruptedException {
    if (!(definition.transport() instanceof Sse(var url, var headers))) {
      throw new BackendUnreachableException(
          "transport: " + definition.transport() + " (expected: sse)");
    }
    HttpLine line = new HttpLine(http, tasks, headers);
    HttpAnswer stream = line.get(url, Map.of(), () -> {});
    boolean opened = false;
    try {
      requireStream(stream);
      SseReader events = new SseReader(stream.stream(), limits.maxBackendMessageBytes());
      URI endpoint = awaitEndpoint(url, events);
      SseConnection connection = new SseConnection(endpoint, line, inlet, limits);
      tasks.start("event stream of " + definition.name(), () -> connection.read(stream, events));
      opened = true;
      return connection;
    } catch (IOException e) {
      throw line.failure(e, false);
    } finally {
      if (!opened) {
        stream.close();
      }
    }
  }

  private static void requireStream(HttpAnswer answer) {
    if (!answer.isSuccess() || !answer.isEventStream()) {
      throw new BackendRefusedException(
          answer.status(), "HTTP status " + answer.status() + ", and no event stream");
    }
  }

  private static URI awaitEndpoint(URI stream, SseReader events) throws IOException {
    for (Optional<SseEvent> next = events.next(); next.isPresent(); next = events.next()) {
      if (next.get().type().equals(ENDPOINT)) {
        return endpoint(stream, next.get().data().text());
      }
    }
    throw new BackendUnreachableException("the event stream ended before it named an endpoint");
  }

  /** Resolves the address that a backend named; another origin could collect what we send. */
  private static URI endpoint(URI stream, String named) {
    try {
      URI endpoint = stream.resolve(named.strip());
      if (Objects.equals(stream.getScheme(), endpoint.getScheme())
          && Objects.equals(stream.getRawAuthority(), endpoint.getRawAuthority())) {
        return endpoint;
      }
    } catch (IllegalArgumentException _) {
      throw new BackendRefusedException(200, "the endpoint that the backend named is no address");
    }
    throw new BackendRefusedException(200, "the backend named an endpoint of another origin");
  }
}
