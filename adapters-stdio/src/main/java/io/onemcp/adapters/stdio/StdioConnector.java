package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.BackendTransport.Stdio;
import io.onemcp.core.config.Limits;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.Optional;

/**
 * Starts backends as child processes that speak one JSON text a line (MCP, transports, stdio). Each
 * child leads its own process group, sees a safe part of our environment, and is ended in phases;
 * connections may be closed in parallel. However our process ends, its children end too.
 */
public final class StdioConnector implements BackendConnector, AutoCloseable {
  private final Tasks tasks;
  private final Limits limits;
  private final Children children;
  private final ServerLogs logs;
  private final LineTails tails = new LineTails();

  /**
   * Makes a connector whose children inherit from the environment of this process.
   *
   * @param scope names what the runtimes of one configuration share: processes that an earlier one
   *     left behind are ended when the first child starts
   * @param logs where children's standard error goes; closed together with this
   */
  public StdioConnector(Tasks tasks, Limits limits, Optional<String> scope, ServerLogs logs) {
    this(tasks, limits, scope, logs, System.getenv());
  }

  StdioConnector(
      Tasks tasks,
      Limits limits,
      Optional<String> scope,
      ServerLogs logs,
      Map<String, String> environment) {
    this.tasks = tasks;
    this.limits = limits;
    this.logs = logs;
    this.children = new Children(tasks, Map.copyOf(environment), scope);
  }

  @Override
  public boolean reaches(BackendTransport transport) {
    return transport instanceof Stdio;
  }

  @Override
  public BackendConnection open(BackendDefinition definition, BackendInlet inlet) {
    if (!(definition.transport() instanceof Stdio stdio)) {
      throw new BackendUnreachableException(
          "transport: " + definition.transport() + " (expected: stdio)");
    }
    Child child = children.start(stdio);
    String server = definition.name().value();
    ErrorOutput errors =
        new ErrorOutput(server, Secrets.of(stdio.env().values()), tails.of(server), logs);
    errors.note("started, process " + child.pid());
    StdioConnection connection =
        new StdioConnection(child, inlet, limits, stdio.stop(), errors, tasks);
    connection.begin(server);
    return connection;
  }

  @Override
  public String diagnostics(BackendName name) {
    return tails.of(name.value()).text();
  }

  /**
   * Ends whatever children left behind; to be called when all connections are closed, since those
   * that are not get no time.
   */
  @Override
  public void close() {
    children.close();
    logs.close();
  }
}
