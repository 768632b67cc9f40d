package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatelessClient;
import java.net.URI;

/** A client of the stateless era over HTTP. */
final class EnvelopeClient extends PeerClient {
  private static final String LISTS =
      "{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}";

  private final ScriptedClient http;
  private final StatelessClient client;

  private EnvelopeClient(ScriptedClient http, StatelessClient client) {
    super(Revision.LATEST_STATELESS);
    this.http = http;
    this.client = client;
  }

  static EnvelopeClient open(URI endpoint) throws InterruptedException {
    ScriptedClient http = ScriptedClient.of(endpoint);
    String capabilities = ClientAnswers.capabilities(Revision.LATEST_STATELESS);
    EnvelopeClient client = new EnvelopeClient(http, http.stateless(capabilities));
    client.listen(LISTS);
    return client;
  }

  @Override
  Json exchange(RequestId id, String method, Json params) throws InterruptedException {
    try (ClientAnswer answer = client.call(id, method, params.toString())) {
      if (!answer.isStream()) {
        return Json.of(answer.body());
      }
      try (EventStream events = answer.events()) {
        Json next = events.nextMessage();
        while (next.at("method") != null) {
          take(next);
          next = events.nextMessage();
        }
        return next;
      }
    }
  }

  @Override
  void post(String text) {
    throw new AssertionError("a stateless client has nothing to post: " + text);
  }

  @Override
  void cancel(UnderWay call) {
    call.answer().interrupt();
  }

  @Override
  Watch watch(String uri) throws InterruptedException {
    EventStream stream = listen("{\"resourceSubscriptions\":[\"" + uri + "\"]}");
    return stream::close;
  }

  @Override
  Json serverCapabilities() throws AssertionError {
    try {
      Json capabilities = result(Methods.DISCOVER, "{}").at("capabilities");
      return capabilities == null ? Json.EMPTY_OBJECT : capabilities;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /** Opens a subscription, and waits until it stands. */
  private EventStream listen(String filter) throws InterruptedException {
    EventStream stream = client.listen(filter);
    Json acknowledged = stream.nextMessage();
    if (!Methods.LISTEN_ACKNOWLEDGED.equals(acknowledged.text("method"))) {
      throw new AssertionError(acknowledged + " (expected: acknowledged)");
    }
    Thread.ofVirtual().name("subscription").start(() -> read(stream));
    return stream;
  }

  private void read(EventStream stream) {
    try {
      stream.forEachMessage(told()::add);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
