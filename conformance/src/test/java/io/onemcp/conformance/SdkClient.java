package io.onemcp.conformance;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The client of the MCP Java SDK. */
final class SdkClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SdkClient() {}

  /** Connects to this endpoint; the client knows no other revision than this one. */
  static McpSyncClient connect(URI endpoint, String revision) {
    McpSyncClient client = prepare(endpoint, revision).build();
    client.initialize();
    return client;
  }

  /** Connects a client of 2025-11-25 that answers whatever it is asked. */
  static McpSyncClient asked(URI endpoint, Consumer<ProgressNotification> progress) {
    McpSyncClient client =
        prepare(endpoint, "2025-11-25")
            .capabilities(
                ClientCapabilities.builder().sampling().elicitation().roots(false).build())
            .sampling(_ -> CreateMessageResult.builder(Role.ASSISTANT, "Paris", "none").build())
            .elicitation(_ ->
                ElicitResult.builder(ElicitResult.Action.ACCEPT)
                    .content(Map.of("username", "ada", "email", "ada@example.org"))
                    .build())
            .roots(Root.builder("file:///workspace").build())
            .progressConsumer(progress)
            .build();
    client.initialize();
    return client;
  }

  private static McpClient.SyncSpec prepare(URI endpoint, String revision) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder(endpoint.resolve("/").toString())
                .endpoint(endpoint.getPath())
                .supportedProtocolVersions(List.of(revision))
                .build())
        .requestTimeout(PATIENCE)
        .initializationTimeout(PATIENCE);
  }

  /** Calls a tool whose answer is a text. */
  static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolRequest request = CallToolRequest.builder(tool).arguments(arguments).build();
    return ((TextContent) client.callTool(request).content().getFirst()).text();
  }
}
