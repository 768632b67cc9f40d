package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigSource.Reading;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in the words of the applications that their files were written for. */
class DialectsTest {
  private static final String FILE_OF_1MCP =
      """
      {
        "$schema": "x", "version": "1",
        "serverDefaults": {
          "env": {"A": "default", "B": "default"}, "headers": {"H": "default"},
          "timeout": 1000, "requestTimeout": 2000, "oauth": {}, "oddity": 1
        },
        "mcpTemplates": {"t": {"command": "x"}},
        "presets": {},
        "templateSettings": null,
        "mcpServers": {
          "own": {"command": "x", "env": {"B": "own"}, "timeout": 5000},
          "list": {"command": "x", "env": ["A=list", "GONE"], "requestTimeout": 1},
          "web": {"url": "http://h/mcp?x=1", "connectionTimeout": "3s", "disabledTools": ["a"]},
          "sse": {"url": "http://h/events", "headers": {"Own": "1"}, "envFilter": []}
        }
      }
      """;

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void open() {
    folder = new ConfigFolder(temp);
  }

  @Nested
  class GivenAnotherApplicationsFile {
    @Test
    void whenClaudeDesktop_thenItsServersAreRead() {
      Reading.Loaded loaded =
          folder.loaded(
              """
              {
                "globalShortcut": "Ctrl+Space",
                "mcpServers": {
                  "files": {"command": "npx", "args": ["-y", "server", "/tmp"], "env": {"A": "1"}}
                }
              }
              """);

      assertThat(loaded.config().backends())
          .containsExactly(
              BackendDefinition.of(
                  "files",
                  new BackendTransport.Stdio(
                      "npx", List.of("-y", "server", "/tmp"), Map.of("A", "1"), Optional.empty())));
      assertThat(folder.lines(loaded.warnings()))
          .containsExactly("mcp.json:2:3: globalShortcut: unknown section, ignored");
    }

    @Test
    void whenCursor_thenVariablesInItsSpellingAreFilled() {
      BackendDefinition server =
          folder
              .in(Map.of("TOKEN", "t1"))
              .server(
                  """
                  {"url": "https://api.example/mcp/", "headers": {"Authorization": "Bearer ${env:TOKEN}"}}
                  """);

      assertThat(server.transport())
          .isEqualTo(
              new BackendTransport.Http(
                  URI.create("https://api.example/mcp/"), Map.of("Authorization", "Bearer t1")));
    }

    @Test
    void whenVsCode_thenItsServersAreReadAndItsInputsNamed() {
      Reading.Loaded loaded =
          folder.loaded(
              """
              {
                // VS Code writes comments, and trailing commas
                "inputs": [{"id": "key", "type": "promptString"}],
                "servers": {
                  "a": {"type": "http", "url": "https://example/x"},
                  "b": {"type": "stdio", "command": "b", "env": {"K": "${input:key}"}},
                },
              }
              """);

      assertThat(loaded.config().backends())
          .extracting(it -> it.name().value())
          .containsExactly("a");
      assertThat(folder.lines(loaded.warnings()))
          .containsExactly("mcp.json:3:3: inputs: has no effect yet");
      assertThat(folder.lines(loaded.skipped()))
          .containsExactly(
              "mcp.json:6:57: servers.b.env.K: placeholder cannot be understood (expected: ${NAME}"
                  + " or ${NAME:-text}, or $${ for ${)");
    }

    @Test
    void when1mcp_thenItsDefaultsFillGaps() {
      Reading.Loaded loaded = folder.loaded(FILE_OF_1MCP);

      assertThat(loaded.skipped()).isEmpty();
      assertThat(loaded.config().backends())
          .extracting(BackendDefinition::transport)
          .containsExactly(
              new BackendTransport.Stdio(
                  "x", List.of(), Map.of("A", "default", "B", "own"), Optional.empty()),
              new BackendTransport.Stdio("x", List.of(), Map.of("A", "list"), Optional.empty()),
              new BackendTransport.Http(URI.create("http://h/mcp?x=1"), Map.of("H", "default")),
              new BackendTransport.Sse(URI.create("http://h/events"), Map.of("Own", "1")));
      assertThat(loaded.config().backends())
          .extracting(it -> it.connectTimeout().toMillis())
          .containsExactly(5000L, 1000L, 3000L, 1000L);
      assertThat(loaded.config().backends())
          .extracting(it -> it.requestTimeout().toMillis())
          .containsExactly(2000L, 1L, 2000L, 2000L);
    }

    @Test
    void when1mcp_thenWhatHasNoEffectIsNamed() {
      assertThat(folder.loaded(FILE_OF_1MCP).warnings())
          .extracting(it -> it.key() + ": " + it.problem())
          .containsExactly(
              "serverDefaults.oauth: has no effect yet",
              "serverDefaults.oddity: unknown key, ignored",
              "mcpTemplates: has no effect yet",
              "mcpServers.web.disabledTools: has no effect yet",
              "mcpServers.sse.envFilter: has no effect yet");
    }
  }

  @Nested
  class GivenAServersType {
    @Test
    void whenNamed_thenItWinsOverInference() {
      for (String type : List.of("http", "streamableHttp", "streamable-http")) {
        assertThat(
                folder.server("{\"type\": \"" + type + "\", \"url\": \"http://h/x\"}").transport())
            .isInstanceOf(BackendTransport.Http.class);
      }
      assertThat(
              folder
                  .server("{\"type\": \"sse\", \"command\": \"x\", \"url\": \"http://h/mcp\"}")
                  .transport())
          .isInstanceOf(BackendTransport.Sse.class);
      assertThat(
              folder
                  .server("{\"type\": \"stdio\", \"command\": \"x\", \"url\": \"http://h/mcp\"}")
                  .transport())
          .isInstanceOf(BackendTransport.Stdio.class);
    }

    @Test
    void whenMissing_thenCommandOrPathDecides() {
      assertThat(folder.server("{\"command\": \"x\", \"url\": \"http://h/mcp\"}").transport())
          .isInstanceOf(BackendTransport.Stdio.class);
      for (String url : List.of("http://h/mcp", "http://h/a/mcp/", "HTTPS://h/MCP?key=1#f")) {
        assertThat(folder.server("{\"url\": \"" + url + "\"}").transport())
            .isInstanceOf(BackendTransport.Http.class);
      }
      for (String url :
          List.of("http://h", "http://h/sse", "http://h/x?a=mcp", "http://h/mcp/v1")) {
        assertThat(folder.server("{\"url\": \"" + url + "\"}").transport())
            .isInstanceOf(BackendTransport.Sse.class);
      }
    }

    @Test
    void whenItCannotBe_thenTheServerIsSkipped() {
      assertThat(folder.skipped("{\"type\": \"htpp\", \"url\": \"http://h/mcp\"}"))
          .containsExactly(
              "mcp.json:1:31: mcpServers.s.type: unknown word (expected: one of stdio, http,"
                  + " streamableHttp, streamable-http, sse); did you mean \"http\"?");
      assertThat(folder.skipped("{\"type\": \"stdio\"}"))
          .containsExactly(
              "mcp.json:1:22: mcpServers.s.command: missing (expected: a text that is not blank)");
      assertThat(folder.skipped("{\"type\": \"sse\", \"command\": \"x\"}"))
          .containsExactly(
              "mcp.json:1:22: mcpServers.s.url: missing (expected: an absolute http or https URL)");
      assertThat(folder.skipped("{}"))
          .containsExactly(
              "mcp.json:1:22: mcpServers.s.command: missing (expected: a command or a url)");
      assertThat(folder.skipped("[]"))
          .containsExactly("mcp.json:1:22: mcpServers.s: is a list (expected: an object)");
    }
  }
}
