package io.onemcp.conformance;

import io.onemcp.app.embedded.InProcessServer;
import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message;
import io.onemcp.testkit.MemoryConnector;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.TestTasks;
import java.util.Map;

/** A script as a server object of this JVM; each request has a connection of its own. */
final class InProcessScript implements InProcessServer, AutoCloseable {
  private final TestTasks tasks = new TestTasks();
  private final ScriptedServer server;

  InProcessScript(ScriptedServer server) {
    this.server = server;
  }

  @Override
  public Message.Response answer(Message.Request request, Interim interim)
      throws InterruptedException {
    MemoryConnector connector = new MemoryConnector(tasks, Limits.DEFAULT);
    try (BackendConnection connection =
        connector.open(connector.serve("script", server), new Passing(interim))) {
      OutboundMessage message = new OutboundMessage(request.whole().wire(), Map.of());
      return connection.exchange(new OutboundRequest(request.id(), message), interim);
    }
  }

  @Override
  public void close() {
    tasks.close();
  }

  private record Passing(Interim interim) implements BackendInlet {
    @Override
    public void received(Message message) {
      interim.accept(message);
    }

    @Override
    public void garbage(String sample) {
      throw new AssertionError("the script wrote garbage: " + sample);
    }

    @Override
    public void lost(String cause) {
      throw new AssertionError("the script was lost: " + cause);
    }
  }
}
