package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.BackendTransport.Stdio;
import io.onemcp.core.config.Limits;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;

/**
 * Starts backends as child processes that speak one JSON text a line (MCP, transports, stdio). Each
 * child leads its own process group, sees a safe part of our environment, and is ended in phases;
 * connections may be closed in parallel.
 */
public final class StdioConnector implements BackendConnector {
  private final Tasks tasks;
  private final Limits limits;
  private final ShutdownTimes times;
  private final Map<String, String> environment;
  private final ProcessGroups groups;

  /** Makes a connector whose children inherit from the environment of this process. */
  public StdioConnector(Tasks tasks, Limits limits, ShutdownTimes times) {
    this(tasks, limits, times, System.getenv());
  }

  StdioConnector(Tasks tasks, Limits limits, ShutdownTimes times, Map<String, String> environment) {
    this.tasks = tasks;
    this.limits = limits;
    this.times = times;
    this.environment = Map.copyOf(environment);
    this.groups = ProcessGroups.find(environment.getOrDefault("PATH", ""));
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
    Child child = Child.start(stdio, environment, groups);
    StdioConnection connection = new StdioConnection(child, inlet, limits, times);
    connection.begin(tasks, definition.name().value());
    return connection;
  }
}
