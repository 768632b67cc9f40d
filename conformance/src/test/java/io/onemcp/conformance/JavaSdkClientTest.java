package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and the server of the MCP Java SDK, on both sides of the gateway. */
class JavaSdkClientTest {
  @AutoClose private static Gateway gateway;

  @BeforeAll
  static void start(@TempDir Path folder) {
    gateway =
        Gateway.embedded(
            new ConfigFile()
                .stdio("sdk", Java.command(SdkServer.class.getName()))
                .stdio("sample", Java.command(SampleServer.class.getName()))
                .writeTo(folder));
  }

  @Nested
  class GivenAServerOfTheSdkAndOneOfOurs {
    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void whenAClientOfThisRevisionConnects_thenItListsAllToolsAndCallsOneOfEach(String revision) {
      try (McpSyncClient client = SdkClient.connect(gateway.mcp(), revision)) {
        assertThat(client.getCurrentInitializationResult().protocolVersion()).isEqualTo(revision);
        assertThat(client.listTools().tools())
            .extracting(Tool::name)
            .contains("sdk__greet", "sample__echo");
        assertThat(SdkClient.call(client, "sdk__greet", Map.of("name", "Ada")))
            .isEqualTo("Hello, Ada!");
        assertThat(SdkClient.call(client, "sample__echo", Map.of("value", revision)))
            .isEqualTo(revision);
      }
    }

    @Test
    void whenAPromptAndAResourceAreAsked_thenTheyComeFromTheSdkServer() {
      try (McpSyncClient client = SdkClient.connect(gateway.mcp(), "2025-11-25")) {
        assertThat(client.listPrompts().prompts())
            .extracting(Prompt::name)
            .contains("sdk__greeting");
        assertThat(client.getPrompt(GetPromptRequest.builder("sdk__greeting").build()).messages())
            .extracting(message -> ((TextContent) message.content()).text())
            .containsExactly("Say hello");
        assertThat(
                client
                    .readResource(ReadResourceRequest.builder(SdkServer.RESOURCE).build())
                    .contents())
            .extracting(contents -> ((TextResourceContents) contents).text())
            .containsExactly("Hello");
      }
    }

    @Test
    void whenOneServerIsAskedAlone_thenItsNamesAreUntouched() {
      try (McpSyncClient client = SdkClient.connect(gateway.mcp("sdk"), "2025-11-25")) {
        assertThat(client.listTools().tools()).extracting(Tool::name).containsExactly("greet");
        assertThat(SdkClient.call(client, "greet", Map.of("name", "Bob"))).isEqualTo("Hello, Bob!");
        assertThat(client.ping()).isNotNull();
      }
    }
  }
}
