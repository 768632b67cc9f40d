package io.onemcp.testkit;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a scripted server says in answer to one request. JSON is given as text. */
public final class Reply {
  private final ScriptedServer server;
  private final Message.Request request;
  private final Wire wire;

  Reply(ScriptedServer server, Message.Request request, Wire wire) {
    this.server = server;
    this.request = request;
    this.wire = wire;
  }

  /** Answers with a result; in the stateless era a missing {@code resultType} is added. */
  public void result(String json) {
    Json result = Json.of(json);
    if (era() == Era.STATELESS && result.at("resultType") == null) {
      result = result.patch().set(Json.string("complete"), "resultType").json();
    }
    send(Message.Success.of(request.id(), result));
  }

  /** Answers a tool call with one block of text. */
  public void text(String text) {
    result("{\"content\":[{\"type\":\"text\",\"text\":" + Json.string(text) + "}]}");
  }

  /** Answers with an error. */
  public void error(int code, String message) {
    error(new RpcError(code, message));
  }

  /** Answers with an error. */
  public void error(RpcError error) {
    send(Message.Failure.of(request.id(), error));
  }

  /** Sends a notification on the way to the answer. */
  public void notification(String method, String paramsJson) {
    send(Message.Notification.of(method, Json.of(paramsJson)));
  }

  /** Reports progress to the token of the request; does nothing for a request without one. */
  public void progress(int progress, int total) {
    Json token = request.params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
    if (token != null) {
      JsonWriter params =
          new JsonWriter()
              .put(MetaKeys.PROGRESS_TOKEN, token)
              .put("progress", progress)
              .put("total", total);
      send(Message.Notification.of(Methods.PROGRESS, params.json()));
    }
  }

  /** Asks the client something on the way to the answer, and waits for what it says. */
  public Message.Response ask(String method, String paramsJson) throws InterruptedException {
    RequestId id = server.nextId();
    send(Message.Request.of(id, method, Json.of(paramsJson)));
    return server.awaitResponse(id);
  }

  /** Returns what the client has declared: in this request, or when its session began. */
  public Json declared() {
    Json declared =
        era() == Era.STATELESS
            ? request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES)
            : server.declared(wire.session());
    return declared == null ? Json.EMPTY_OBJECT : declared;
  }

  /** Returns what tells the session of this request from others. */
  public Object session() {
    return wire.session();
  }

  /** Writes a text as one message, whatever it is. */
  public void raw(String text) {
    raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes as one message, whatever they are. */
  public void raw(byte[] text) {
    try {
      wire.frame(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the stream of this answer without it; where all answers share one stream, ends that. */
  public void breakOff() {
    wire.breakOff();
  }

  /** Ends the whole connection without an answer, or forgets the session. */
  public void die() {
    wire.die();
  }

  /** Never answers; returns when the client closed the stream of this answer, if it has its own. */
  public void hang() throws InterruptedException {
    wire.hang();
  }

  /** Returns the era of the request. */
  public Era era() {
    return Speech.eraOf(request);
  }

  private void send(Message message) {
    raw(message.whole().utf8());
  }
}
