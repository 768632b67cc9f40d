package io.onemcp.testkit;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.Limits;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reaches scripted servers inside this JVM, by {@link BackendTransport.InProcess} keys. */
public final class MemoryConnector implements BackendConnector {
  private final Tasks tasks;
  private final Limits limits;
  private final Map<String, ScriptedServer> servers = new ConcurrentHashMap<>();

  /** Makes a connector that reaches nobody yet; servers answer on virtual threads of the tasks. */
  public MemoryConnector(Tasks tasks, Limits limits) {
    this.tasks = tasks;
    this.limits = limits;
  }

  /** Serves a script under a key, and returns the definition that reaches it by the same name. */
  public BackendDefinition serve(String key, ScriptedServer server) {
    servers.put(key, server);
    return BackendDefinition.of(key, new BackendTransport.InProcess(key));
  }

  /** From now on the key reaches nobody; open connections stay. */
  public void withdraw(String key) {
    servers.remove(key);
  }

  @Override
  public boolean reaches(BackendTransport transport) {
    return transport instanceof BackendTransport.InProcess;
  }

  @Override
  public BackendConnection open(BackendDefinition definition, BackendInlet inlet) {
    if (definition.transport() instanceof BackendTransport.InProcess(String key)) {
      ScriptedServer server = servers.get(key);
      if (server != null) {
        return new MemoryConnection(server, inlet, tasks, limits);
      }
    }
    throw new BackendUnreachableException("no scripted server at " + definition.transport());
  }
}
