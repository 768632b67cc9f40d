package io.onemcp.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stateful MCP server over standard input and output, for tests that need no Node. Its tool
 * {@code hold} answers only when {@code release} is called, so that many calls are under way for
 * certain. With the name of a file as argument it runs only once: it leaves the file, and refuses
 * to start where the file is.
 */
final class SampleServer {
  /** The tools, in the order of the list. */
  static final List<String> TOOLS = List.of("echo", "held", "hold", "pid", "release");

  private static final JsonMapper JSON = new JsonMapper();
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final List<JsonNode> held = new ArrayList<>();

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      Path mark = Path.of(arguments[0]);
      if (Files.exists(mark)) {
        System.err.println("sample server: not again");
        System.exit(3);
      }
      Files.createFile(mark);
    }
    new SampleServer().serve();
  }

  private void serve() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode message = JSON.readTree(line);
      if (message.has("id") && message.has("method")) {
        answer(message);
      }
    }
  }

  private void answer(JsonNode request) {
    switch (request.path("method").asString()) {
      case "initialize" -> result(request, initialized(request));
      case "ping" -> result(request, JSON.createObjectNode());
      case "tools/list" -> result(request, tools());
      case "tools/call" -> call(request);
      default -> {
        ObjectNode answer = envelope(request);
        answer.putObject("error").put("code", -32601).put("message", "Method not found");
        out.println(answer);
      }
    }
  }

  private void call(JsonNode request) {
    switch (request.at("/params/name").asString()) {
      case "echo" -> text(request, value(request));
      case "hold" -> held.add(request);
      case "held" -> text(request, String.valueOf(held.size()));
      case "release" -> {
        held.forEach(one -> text(one, value(one)));
        text(request, String.valueOf(held.size()));
        held.clear();
      }
      default -> text(request, String.valueOf(ProcessHandle.current().pid()));
    }
  }

  private static String value(JsonNode request) {
    return request.at("/params/arguments/value").asString("");
  }

  private static ObjectNode initialized(JsonNode request) {
    ObjectNode result = JSON.createObjectNode();
    result.put("protocolVersion", request.at("/params/protocolVersion").asString("2025-11-25"));
    result.putObject("capabilities").putObject("tools");
    result.putObject("serverInfo").put("name", "sample").put("version", "1.0.0");
    return result;
  }

  private static ObjectNode tools() {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode tools = result.putArray("tools");
    for (String name : TOOLS) {
      ObjectNode tool = tools.addObject().put("name", name).put("description", "Sample " + name);
      tool.putObject("inputSchema")
          .put("type", "object")
          .putObject("properties")
          .putObject("value")
          .put("type", "string");
    }
    return result;
  }

  private void text(JsonNode request, String text) {
    ObjectNode result = JSON.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    result(request, result);
  }

  private void result(JsonNode request, ObjectNode result) {
    out.println(envelope(request).set("result", result));
  }

  private static ObjectNode envelope(JsonNode request) {
    ObjectNode envelope = JSON.createObjectNode().put("jsonrpc", "2.0");
    envelope.set("id", request.path("id"));
    return envelope;
  }
}
