package io.onemcp.app.cli;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * One call of the demo, and what has to come back.
 *
 * @param expected text that the result has to hold
 */
record DemoStep(String label, String method, Json params, String expected) {
  static final List<DemoStep> SCRIPT =
      List.of(
          new DemoStep("tools/list", Methods.TOOLS_LIST, Json.EMPTY_OBJECT, "phrasebook__greet"),
          call("calculator__add", "{\"a\":2,\"b\":40}", "42"),
          call("phrasebook__greet", "{\"name\":\"world\"}", "Hello, world!"));

  /** Returns a call of a tool with arguments in JSON. */
  static DemoStep call(String tool, String arguments, String expected) {
    Json params = Json.of("{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    return new DemoStep(
        "tools/call " + tool + " " + arguments, Methods.TOOLS_CALL, params, expected);
  }

  /** Makes the call; returns what to show of the result, or nothing if it is not as expected. */
  Optional<String> play(DemoClient client) throws InterruptedException {
    Json result = client.call(method, params);
    return result.toString().contains(expected) ? Optional.of(shown(result)) : Optional.empty();
  }

  private static String shown(Json result) {
    Json tools = result.at("tools");
    if (tools != null) {
      return String.join(
          ", ", tools.elements().stream().map(tool -> String.valueOf(tool.text("name"))).toList());
    }
    Json content = result.at("content");
    return content == null || content.elements().isEmpty()
        ? result.toString()
        : String.valueOf(content.elements().getFirst().text("text"));
  }
}
