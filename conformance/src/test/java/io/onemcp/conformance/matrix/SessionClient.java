package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.net.URI;

/** A client of the stateful era over Streamable HTTP, with a session and its standing stream. */
final class SessionClient extends PeerClient {
  private final ScriptedClient http;
  private final StatefulClient session;
  private final EventStream standing;

  private SessionClient(ScriptedClient http, StatefulClient session, EventStream standing) {
    super(session.revision());
    this.http = http;
    this.session = session;
    this.standing = standing;
    Thread.ofVirtual().name("standing stream").start(this::read);
  }

  static SessionClient open(URI endpoint, Revision revision) throws InterruptedException {
    ScriptedClient http = ScriptedClient.of(endpoint);
    StatefulClient session = http.initialize(revision, ClientAnswers.capabilities(revision));
    return new SessionClient(http, session, session.listen());
  }

  @Override
  Json exchange(RequestId id, String method, Json params) throws InterruptedException {
    try (ClientAnswer answer = session.call(id, method, params.toString())) {
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
  void post(String text) throws InterruptedException {
    session.post(text).close();
  }

  @Override
  void cancel(UnderWay call) throws InterruptedException {
    sendCancellation(call);
    call.answer().interrupt();
  }

  @Override
  Json serverCapabilities() {
    Json capabilities = session.initializeResult().at("capabilities");
    return capabilities == null ? Json.EMPTY_OBJECT : capabilities;
  }

  @Override
  public void close() {
    session.close();
    http.close();
  }

  private void read() {
    try {
      standing.forEachMessage(this::takeQuietly);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeQuietly(Json message) {
    try {
      take(message);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
