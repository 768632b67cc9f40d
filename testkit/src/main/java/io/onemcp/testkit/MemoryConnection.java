package io.onemcp.testkit;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.DuplexCalls;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.util.Map;

/** Hands texts over in the order they are sent; each request is then handled on its own thread. */
final class MemoryConnection implements BackendConnection {
  private final ScriptedServer server;
  private final Tasks tasks;
  private final Limits limits;
  private final DuplexCalls calls;
  private final Wire toClient = new ToClient();
  private volatile boolean closed;

  MemoryConnection(ScriptedServer server, BackendInlet inlet, Tasks tasks, Limits limits) {
    this.server = server;
    this.tasks = tasks;
    this.limits = limits;
    this.calls =
        new DuplexCalls(
            new MessageCodec(limits.maxJsonDepth()), inlet, limits.maxInFlightPerBackend());
    server.opened(toClient);
  }

  @Override
  public Message.Response exchange(OutboundRequest request, Interim interim)
      throws InterruptedException {
    return calls.exchange(request.id(), () -> handOver(request.message()));
  }

  @Override
  public void send(OutboundMessage message) {
    calls.requireOpen();
    handOver(message);
  }

  @Override
  public void listen(Map<String, String> headers) {
    // Everything comes over the one way that there is.
  }

  @Override
  public boolean cancelsByClosing() {
    return false;
  }

  @Override
  public String diagnostics() {
    return "";
  }

  @Override
  public void close() {
    closed = true;
    calls.close();
    server.closed(toClient);
  }

  private void handOver(OutboundMessage message) {
    ScriptedServer.Handling handling = server.accept(message.body().toByteArray(), toClient);
    tasks.start("scripted server", () -> run(handling));
  }

  private static void run(ScriptedServer.Handling handling) {
    try {
      handling.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class ToClient implements Wire {
    @Override
    public synchronized void frame(byte[] text) throws IOException {
      if (closed) {
        throw new IOException("the client has closed");
      }
      MessageBuffer buffer = new MessageBuffer(limits.maxBackendMessageBytes());
      buffer.append(text, 0, text.length);
      if (buffer.isOverlong()) {
        calls.overlong(buffer);
      } else {
        calls.arrived(text);
      }
    }

    @Override
    public void breakOff() {
      die();
    }

    @Override
    public void die() {
      closed = true;
      server.closed(this);
      calls.lost("the scripted server ended");
    }

    @Override
    public void hang() {
      // An answer that never comes needs no thread that does not send it.
    }
  }
}
