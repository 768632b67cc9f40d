package io.onemcp.app.embedded;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;

/** Reaches server objects of this JVM. */
final class InProcessConnector implements BackendConnector {
  private final Map<String, InProcessServer> servers;
  private final MessageCodec codec;
  private final Tasks tasks;

  InProcessConnector(Map<String, InProcessServer> servers, MessageCodec codec, Tasks tasks) {
    this.tasks = tasks;
    this.servers = Map.copyOf(servers);
    this.codec = codec;
  }

  @Override
  public boolean reaches(BackendTransport transport) {
    return transport instanceof BackendTransport.InProcess;
  }

  @Override
  public BackendConnection open(BackendDefinition definition, BackendInlet inlet) {
    InProcessServer server =
        definition.transport() instanceof BackendTransport.InProcess(String key)
            ? servers.get(key)
            : null;
    if (server == null) {
      throw new BackendUnreachableException("server object: none for " + definition.transport());
    }
    return new InProcessConnection(server, codec, tasks);
  }
}
