package io.onemcp.conformance;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A server made with the MCP Java SDK that asks its client in the middle of calls, over standard
 * input and output; its tools have the names of the fixture's. It elicits nothing, because in
 * version 2.1.0 it cannot: its JSON mapper refuses to write the question.
 */
final class AskingSdkServer {
  private static final Map<String, Object> ANYTHING = Map.of("type", "object");

  private AskingSdkServer() {}

  /** Serves until standard input ends. */
  public static void main(String[] arguments) {
    var server =
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
            .serverInfo("java-sdk-asking", "2.1.0")
            .capabilities(ServerCapabilities.builder().tools(true).build());
    tool(server, "test_simple_text", (_, _) -> "This is a simple text.");
    tool(server, "test_tool_with_progress", AskingSdkServer::progress);
    tool(server, "test_sampling", (exchange, _) -> sample(exchange));
    tool(server, "test_input_required_result_list_roots", (exchange, _) -> roots(exchange));
    server.build();
  }

  private static void tool(
      McpServer.SyncSpecification<?> server,
      String name,
      BiFunction<McpSyncServerExchange, CallToolRequest, String> run) {
    server.toolCall(
        Tool.builder(name, ANYTHING).description(name).build(),
        (exchange, request) ->
            CallToolResult.builder().addTextContent(run.apply(exchange, request)).build());
  }

  private static String progress(McpSyncServerExchange exchange, CallToolRequest request) {
    for (double progress : new double[] {0, 50, 100}) {
      exchange.progressNotification(
          ProgressNotification.builder(request.progressToken(), progress).total(100.0).build());
    }
    return "Reported to " + request.progressToken();
  }

  private static String sample(McpSyncServerExchange exchange) {
    SamplingMessage message =
        new SamplingMessage(Role.USER, TextContent.builder("Which capital?").build());
    var answer =
        exchange.createMessage(CreateMessageRequest.builder(List.of(message), 100).build());
    return "LLM response: " + ((TextContent) answer.content()).text();
  }

  private static String roots(McpSyncServerExchange exchange) {
    return exchange.listRoots().roots().stream().map(Root::uri).collect(Collectors.joining(", "));
  }
}
