package io.onemcp.app.cli;

import io.onemcp.app.embedded.ToolOutput;
import io.onemcp.app.embedded.ToolServer;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two small servers that the demo puts behind the gateway. */
final class SampleServers {
  private static final Json TWO_NUMBERS =
      Json.of(
          "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"},\"b\":{\"type\":\"number\"}},"
              + "\"required\":[\"a\",\"b\"]}");
  private static final Json A_NAME =
      Json.of(
          "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}");
  private static final Json A_COUNT =
      Json.of(
          "{\"type\":\"object\",\"properties\":{\"from\":{\"type\":\"integer\",\"maximum\":100}}}");
  private static final int LONGEST_COUNT = 100;

  private SampleServers() {}

  /** Returns a server that calculates. */
  static ToolServer calculator() {
    return ToolServer.named("calculator")
        .tool(
            "add",
            "Adds two numbers",
            TWO_NUMBERS,
            call -> {
              BigDecimal sum = number(call.arguments(), "a").add(number(call.arguments(), "b"));
              return ToolOutput.structured(
                  new JsonWriter().put("sum", Json.of(sum.toPlainString())).json());
            });
  }

  /** Returns a server that is polite. */
  static ToolServer phrasebook() {
    return ToolServer.named("phrasebook")
        .tool(
            "greet",
            "Greets somebody",
            A_NAME,
            call -> ToolOutput.text("Hello, " + call.text("name", "you") + "!"))
        .tool(
            "count_down",
            "Counts down, and tells each step as progress",
            A_COUNT,
            call -> {
              int from = Math.clamp(number(call.arguments(), "from").longValue(), 0, LONGEST_COUNT);
              for (int done = 1; done <= from; done++) {
                call.progress(done, from);
              }
              return ToolOutput.text("Lift-off after " + from + " steps.");
            });
  }

  /** Returns how to run the phrasebook from the same jar, as a server of the stateful era. */
  static BackendTransport.Stdio child() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> args =
        List.of(
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "sample-server");
    return new BackendTransport.Stdio(java, args, Map.of(), Optional.empty());
  }

  private static BigDecimal number(Json arguments, String name) {
    Json value = arguments.at(name);
    try {
      return new BigDecimal(String.valueOf(value));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: a number)");
    }
  }
}
