package io.onemcp.conformance;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The client of the MCP Java SDK. */
final class SdkClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SdkClient() {}

  /** Connects to this endpoint; the client knows no other revision than this one. */
  static McpSyncClient connect(URI endpoint, String revision) {
    McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(endpoint.resolve("/").toString())
                    .endpoint(endpoint.getPath())
                    .supportedProtocolVersions(List.of(revision))
                    .build())
            .requestTimeout(PATIENCE)
            .initializationTimeout(PATIENCE)
            .build();
    client.initialize();
    return client;
  }

  /** Calls a tool whose answer is a text. */
  static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolRequest request = CallToolRequest.builder(tool).arguments(arguments).build();
    return ((TextContent) client.callTool(request).content().getFirst()).text();
  }
}
