package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the stateful era, in a session of its own. */
final class Session implements Conversation {
  private static final String ID = "Mcp-Session-Id";

  private final Gate gate;
  private final List<String> headers;
  private final AtomicLong lastId = new AtomicLong();

  private Session(Gate gate, String id) {
    this.gate = gate;
    this.headers = List.of(ID, id, "MCP-Protocol-Version", Revision.LATEST_STATEFUL.wire());
  }

  static Session open(Gate gate, Json capabilities)
      throws IOException, InterruptedException, WrongAnswerException {
    Json params =
        new JsonWriter()
            .put("protocolVersion", Revision.LATEST_STATEFUL.wire())
            .put("capabilities", capabilities)
            .put("clientInfo", Json.of("{\"name\":\"soak\",\"version\":\"1\"}"))
            .json();
    Message request = Message.Request.of(new RequestId.Num(0), Methods.INITIALIZE, params);
    HttpResponse<InputStream> response =
        gate.send(gate.post(request.whole().toString(), List.of()));
    String answer = read(response);
    String id = response.headers().firstValue(ID).orElse("");
    if (response.statusCode() != 200 || id.isEmpty()) {
      throw new WrongAnswerException("a session", response.statusCode() + " " + answer);
    }
    Session session = new Session(gate, id);
    session.tell(Message.Notification.of(Methods.INITIALIZED, Json.EMPTY_OBJECT));
    return session;
  }

  private static String read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void tell(Message message) throws IOException, InterruptedException {
    read(gate.send(gate.post(message.whole().toString(), headers)));
  }

  @Override
  public Json result(String method, Json params)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    Json id = nextId();
    Json response = gate.answer(request(id, method, params), id, this::hear);
    var refusal = RefusedException.in(response);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    Json result = response.at("result");
    return result == null ? Json.EMPTY_OBJECT : result;
  }

  private void hear(Json message) throws IOException, InterruptedException {
    Json question = message.at("id");
    if (question != null) {
      tell(Message.Success.of(RequestId.of(question).orElseThrow(), CONSENT));
    }
  }

  @Override
  public HttpRequest request(Json id, String method, Json params) {
    RequestId number = RequestId.of(id).orElseThrow();
    return gate.post(Message.Request.of(number, method, params).whole().toString(), headers);
  }

  @Override
  public Json nextId() {
    return Json.number(lastId.incrementAndGet());
  }

  @Override
  public void cancel(Json id) throws IOException, InterruptedException {
    Json params = new JsonWriter().put("requestId", id).json();
    tell(Message.Notification.of(Methods.CANCELLED, params));
  }

  /** Opens the stream of what belongs to no request. */
  HttpRequest stream() {
    return gate.get(headers);
  }

  /** Ends the session. */
  void end() throws IOException, InterruptedException, WrongAnswerException {
    HttpResponse<InputStream> response = gate.send(gate.delete(headers));
    String answer = read(response);
    if (response.statusCode() / 100 != 2) {
      throw new WrongAnswerException("an end", response.statusCode() + " " + answer);
    }
  }
}
