package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.StatelessClient;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that has one line each way for everything: HTTP+SSE, or a pipe. */
final class LineClient extends PeerClient {
  private static final RequestId HANDSHAKE = new RequestId.Text("handshake");

  private final Line line;
  private final Map<RequestId, BlockingQueue<Json>> waiting = new ConcurrentHashMap<>();
  private volatile Json capabilities = Json.EMPTY_OBJECT;

  private LineClient(Revision revision, Line line) {
    super(revision);
    this.line = line;
  }

  /** Opens a client; one of the stateful era greets first. */
  static LineClient open(Revision revision, Line line) throws InterruptedException {
    LineClient client = new LineClient(revision, line);
    Thread.ofVirtual().name("line").start(client::read);
    if (!client.isStateless()) {
      client.greet();
    }
    return client;
  }

  private void greet() throws InterruptedException {
    String params =
        "{\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"line\",\"version\":\"1\"}}"
            .formatted(revision(), ClientAnswers.capabilities(revision()));
    Json greeting = exchange(HANDSHAKE, Methods.INITIALIZE, Json.of(params));
    Json declared = greeting.at("result", "capabilities");
    if (declared == null || !revision().wire().equals(greeting.text("result", "protocolVersion"))) {
      throw new AssertionError(greeting + " (expected: " + revision() + ")");
    }
    capabilities = declared;
    tell(Methods.INITIALIZED, "{}");
  }

  @Override
  Json exchange(RequestId id, String method, Json params) throws InterruptedException {
    BlockingQueue<Json> answer = new LinkedBlockingQueue<>();
    waiting.put(id, answer);
    Json sent = isStateless() ? enveloped(params) : params;
    line.write(Message.Request.of(id, method, sent).whole().toString());
    Json whole = answer.poll(10, TimeUnit.SECONDS);
    waiting.remove(id);
    if (whole == null) {
      throw new AssertionError(method + ": no answer within 10 s");
    }
    return whole;
  }

  @Override
  void post(String text) throws InterruptedException {
    line.write(text);
  }

  @Override
  void cancel(UnderWay call) throws InterruptedException {
    sendCancellation(call);
    call.answer().interrupt();
  }

  @Override
  Json serverCapabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    line.close();
  }

  private Json enveloped(Json params) {
    String declared = ClientAnswers.capabilities(revision());
    return StatelessClient.enveloped(params, revision(), Json.of(declared));
  }

  private void read() {
    try {
      line.read(this::taken);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void taken(Json message) {
    try {
      if (message.at("method") != null) {
        take(message);
        return;
      }
      Json id = message.at("id");
      BlockingQueue<Json> waits =
          id == null ? null : RequestId.of(id).map(waiting::get).orElse(null);
      if (waits != null) {
        waits.add(message);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
