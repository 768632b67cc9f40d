package io.onemcp.testkit;

import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Revision;
import org.junit.jupiter.api.AfterEach;

final class MemoryConnectorTest implements RemoteConnectorContract {
  private final TestTasks tasks = new TestTasks();
  private final MemoryConnector connector = new MemoryConnector(tasks, LIMITS);

  @AfterEach
  void endTasks() {
    tasks.close();
  }

  @Override
  public BackendConnector connector() {
    return connector;
  }

  @Override
  public BackendDefinition obedient() {
    return connector.serve("obedient", ObedientServer.of(Revision.LATEST_STATEFUL));
  }

  @Override
  public BackendDefinition nobody() {
    return BackendDefinition.of("nobody", new BackendTransport.InProcess("nobody"));
  }
}
