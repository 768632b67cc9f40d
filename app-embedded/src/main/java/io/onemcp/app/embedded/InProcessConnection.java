package io.onemcp.app.embedded;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.runtime.Interruption;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls a server object on the caller's own thread. */
final class InProcessConnection implements BackendConnection {
  private final InProcessServer server;
  private final MessageCodec codec;
  private final Tasks tasks;
  private final Set<Interruption> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  InProcessConnection(InProcessServer server, MessageCodec codec, Tasks tasks) {
    this.tasks = tasks;
    this.server = server;
    this.codec = codec;
  }

  @Override
  public Response exchange(OutboundRequest request, Interim interim) throws InterruptedException {
    if (!(codec.decode(request.message().body().toByteArray())
        instanceof Decoded.Single(Request decoded))) {
      throw new IllegalArgumentException("request: not one message (expected: a JSON-RPC request)");
    }
    // Nobody knows what an application's own code does.
    tasks.mayTakeLong();
    Interruption interruption = new Interruption();
    try (interruption) {
      running.add(interruption);
      if (closed) {
        throw new BackendUnreachableException("the connection is closed");
      }
      return server.answer(decoded, interim);
    } catch (InterruptedException e) {
      if (interruption.struck()) {
        throw new BackendLostException("the connection was closed", e);
      }
      throw e;
    } finally {
      running.remove(interruption);
    }
  }

  @Override
  public void send(OutboundMessage message) {
    // A server of the stateless era takes requests only; cancellation interrupts the thread that
    // carries one out.
  }

  @Override
  public void listen(Map<String, String> headers) {}

  @Override
  public boolean cancelsByClosing() {
    return true;
  }

  @Override
  public boolean hasStreamsOfRequests() {
    return true;
  }

  @Override
  public String diagnostics() {
    return "";
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Interruption::strike);
  }
}
