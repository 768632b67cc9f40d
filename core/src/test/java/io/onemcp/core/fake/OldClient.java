package io.onemcp.core.fake;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.StatefulDoor.Opening;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the stateful era. */
public final class OldClient {
  /** What the gateway said of itself. */
  public final Json hello;

  public final Session session;

  /** What came on the streams of its calls. */
  public final RecordedOutlet outlet = new RecordedOutlet();

  /** What a request comes back with that was cancelled. */
  public static final Message NO_ANSWER = Notification.of("no answer", Json.EMPTY_OBJECT);

  private final Gateway gateway;
  private final AtomicLong ids = new AtomicLong();

  private OldClient(Gateway gateway, Session session, Json hello) {
    this.gateway = gateway;
    this.session = session;
    this.hello = hello;
  }

  public static OldClient open(
      Gateway gateway, Caller caller, View view, String revision, String capabilities) {
    Json params =
        Json.of(
            "{\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"old-client\"}}"
                .formatted(revision, capabilities));
    Opening opening =
        gateway.stateful.open(
            caller, view, Request.of(new RequestId.Num(0), Methods.INITIALIZE, params));
    if (opening instanceof Opening.Opened(var session, var answer)) {
      return new OldClient(
          gateway, session, ((Success) RecordedOutlet.read(answer.body())).result());
    }
    throw new AssertionError("no session was opened: " + opening);
  }

  /** Sends a request, and waits for the answer. */
  public Message send(Request request) throws InterruptedException {
    return session
        .answer(request, outlet)
        .map(answer -> RecordedOutlet.read(answer.body()))
        .orElse(NO_ANSWER);
  }

  public Message send(String method, String params) throws InterruptedException {
    return send(Request.of(new RequestId.Num(ids.incrementAndGet()), method, Json.of(params)));
  }

  /** Sends a request that has to succeed. */
  public Json result(String method, String params) throws InterruptedException {
    Message answer = send(method, params);
    if (answer instanceof Success success) {
      return success.result();
    }
    throw new AssertionError("no result: " + answer);
  }

  /** Sends a request that has to fail. */
  public RpcError error(String method, String params) throws InterruptedException {
    Message answer = send(method, params);
    if (answer instanceof Failure failure) {
      return failure.error();
    }
    throw new AssertionError("no error: " + answer);
  }

  /** Sends a request on another thread; what it ends with comes into the queue. */
  public BlockingQueue<Message> sendAside(Request request) {
    BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    gateway.world.tasks.start(
        "client",
        () -> {
          try {
            answers.add(send(request));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    return answers;
  }

  /** Answers a question of the gateway. */
  public void reply(Request question, String result) {
    session.take(Success.of(question.id(), Json.of(result)));
  }

  /** Opens its event stream. */
  public RecordedOutlet attach() {
    RecordedOutlet stream = new RecordedOutlet();
    session.attach(stream);
    return stream;
  }
}
