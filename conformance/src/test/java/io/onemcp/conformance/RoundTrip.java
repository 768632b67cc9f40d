package io.onemcp.conformance;

import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.StatelessClient;
import java.util.List;
import java.util.Objects;

/**
 * A call of a stateless client that may come back for more input.
 *
 * @param params what every round sends
 * @param headers what every round sends beside the usual ones
 */
record RoundTrip(StatelessClient client, String method, Json params, String... headers) {
  static final String ACCEPTED = "{\"action\":\"accept\",\"content\":{\"n\":2.50}}";

  static RoundTrip tool(
      StatelessClient client, String name, String argumentsJson, String... headers) {
    Json params = Json.of("{\"name\":\"" + name + "\",\"arguments\":" + argumentsJson + "}");
    return new RoundTrip(client, Methods.TOOLS_CALL, params, headers);
  }

  /** The same call with a progress token, and with log messages of every level. */
  RoundTrip watched(String token) {
    JsonPatch patch = params.patch();
    patch.set(Json.string(token), MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
    patch.set(Json.string("debug"), MetaKeys.META, MetaKeys.LOG_LEVEL);
    return new RoundTrip(client, method, patch.json(), headers);
  }

  ClientAnswer first() throws InterruptedException {
    return client.call(method, params.toString(), headers);
  }

  /** Comes back with the state of an {@code input_required} result. */
  ClientAnswer again(Json inputRequired, String inputResponses) throws InterruptedException {
    return again(Objects.requireNonNull(inputRequired.text("requestState")), inputResponses);
  }

  ClientAnswer again(String state, String inputResponses) throws InterruptedException {
    Json next =
        params
            .patch()
            .set(Json.of(inputResponses), "inputResponses")
            .set(Json.string(state), "requestState")
            .json();
    return client.call(method, next.toString(), headers);
  }

  /** The keys of the questions in an {@code input_required} result. */
  static List<String> keys(Json inputRequired) {
    Json requests = inputRequired.at("inputRequests");
    if (requests == null) {
      throw new AssertionError(inputRequired + " (expected: input_required)");
    }
    return requests.members().stream().map(member -> member.name()).toList();
  }

  /** The only question in an {@code input_required} result. */
  static Json question(Json inputRequired) {
    List<String> keys = keys(inputRequired);
    if (keys.size() != 1) {
      throw new AssertionError(inputRequired + " (expected: one question)");
    }
    return Objects.requireNonNull(inputRequired.at("inputRequests", keys.getFirst()));
  }

  /** The responses that answer the only question. */
  static String answering(Json inputRequired, String answer) {
    return "{\"" + keys(inputRequired).getFirst() + "\":" + answer + "}";
  }
}
