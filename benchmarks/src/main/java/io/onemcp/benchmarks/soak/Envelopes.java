package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the stateless era. */
final class Envelopes implements Conversation {
  private static final Json CLIENT = Json.of("{\"name\":\"soak\",\"version\":\"1\"}");
  private static final Map<String, String> NAMES =
      Map.of(
          Methods.TOOLS_CALL, "name", Methods.PROMPTS_GET, "name", Methods.RESOURCES_READ, "uri");

  private final Gate gate;
  private final Json capabilities;
  private final AtomicLong lastId = new AtomicLong();

  Envelopes(Gate gate, Json capabilities) {
    this.gate = gate;
    this.capabilities = capabilities;
  }

  @Override
  public Json result(String method, Json params)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    Json result = once(method, params);
    if (!"input_required".equals(result.text("resultType"))) {
      return result;
    }
    JsonPatch again = params.patch();
    Json questions = result.at("inputRequests");
    if (questions == null) {
      throw new WrongAnswerException("inputRequests", result.toString());
    }
    JsonWriter answers = new JsonWriter();
    questions.members().forEach(question -> answers.put(question.name(), CONSENT));
    again.set(answers.json(), "inputResponses");
    Json state = result.at("requestState");
    if (state != null) {
      again.set(state, "requestState");
    }
    return once(method, again.json());
  }

  private Json once(String method, Json params)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException {
    Json id = nextId();
    Json response = gate.answer(request(id, method, params), id, _ -> {});
    var refusal = RefusedException.in(response);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    Json result = response.at("result");
    return result == null ? Json.EMPTY_OBJECT : result;
  }

  /** Returns the body of a request. */
  String body(Json id, String method, Json params) {
    JsonWriter meta = new JsonWriter();
    Json given = params.at(MetaKeys.META);
    if (given != null) {
      given.members().forEach(member -> meta.put(member.name(), member.value()));
    }
    meta.put(MetaKeys.PROTOCOL_VERSION, Revision.LATEST_STATELESS.wire());
    meta.put(MetaKeys.CLIENT_INFO, CLIENT);
    meta.put(MetaKeys.CLIENT_CAPABILITIES, capabilities);
    Json whole = params.patch().set(meta.json(), MetaKeys.META).json();
    RequestId number = RequestId.of(id).orElseThrow();
    return Message.Request.of(number, method, whole).whole().toString();
  }

  @Override
  public HttpRequest request(Json id, String method, Json params) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "MCP-Protocol-Version", Revision.LATEST_STATELESS.wire(), "Mcp-Method", method));
    String member = NAMES.get(method);
    if (member != null) {
      headers.addAll(List.of("Mcp-Name", String.valueOf(params.text(member))));
    }
    return gate.post(body(id, method, params), headers);
  }

  @Override
  public Json nextId() {
    return Json.number(lastId.incrementAndGet());
  }

  /** Closing the connection is all that there is. */
  @Override
  public void cancel(Json id) {}
}
