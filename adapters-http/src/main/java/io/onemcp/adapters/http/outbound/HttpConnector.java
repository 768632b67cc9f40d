package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.BackendTransport.Http;
import io.onemcp.core.config.Limits;
import io.onemcp.core.runtime.Tasks;

/**
 * Reaches backends over Streamable HTTP (MCP, transports), of either era. Opening a connection
 * sends nothing: the first request tells whether anybody is there.
 */
public final class HttpConnector implements BackendConnector {
  private final OutboundHttp http;
  private final Tasks tasks;
  private final Limits limits;

  /** Makes a connector that uses connections of the pool. */
  public HttpConnector(OutboundHttp http, Tasks tasks, Limits limits) {
    this.http = http;
    this.tasks = tasks;
    this.limits = limits;
  }

  @Override
  public boolean reaches(BackendTransport transport) {
    return transport instanceof Http;
  }

  @Override
  public BackendConnection open(BackendDefinition definition, BackendInlet inlet) {
    if (!(definition.transport() instanceof Http(var url, var headers))) {
      throw new BackendUnreachableException(
          "transport: " + definition.transport() + " (expected: http)");
    }
    HttpLine line = new HttpLine(http, tasks, headers);
    return new HttpConnection(url, line, http.settings(), limits, tasks, inlet);
  }
}
