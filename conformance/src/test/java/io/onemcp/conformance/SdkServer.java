package io.onemcp.conformance;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;

/** A server made with the MCP Java SDK, over standard input and output. */
final class SdkServer {
  static final String RESOURCE = "sdk://greeting";

  private SdkServer() {}

  /** Serves until standard input ends. */
  public static void main(String[] arguments) {
    McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
        .serverInfo("java-sdk", "2.1.0")
        .capabilities(
            ServerCapabilities.builder().tools(true).prompts(true).resources(false, true).build())
        .toolCall(
            Tool.builder(
                    "greet",
                    Map.of(
                        "type", "object", "properties", Map.of("name", Map.of("type", "string"))))
                .description("Greets by name")
                .build(),
            (exchange, request) ->
                CallToolResult.builder()
                    .addTextContent("Hello, " + request.arguments().get("name") + "!")
                    .build())
        .prompts(
            new SyncPromptSpecification(
                Prompt.builder("greeting").description("A greeting").build(),
                (exchange, request) -> GetPromptResult.builder(List.of(greeting())).build()))
        .resources(
            new SyncResourceSpecification(
                Resource.builder(RESOURCE, "greeting").mimeType("text/plain").build(),
                (exchange, request) ->
                    ReadResourceResult.builder(
                            List.of(
                                TextResourceContents.builder(RESOURCE, "Hello")
                                    .mimeType("text/plain")
                                    .build()))
                        .build()))
        .build();
  }

  private static PromptMessage greeting() {
    return new PromptMessage(Role.USER, TextContent.builder("Say hello").build());
  }
}
