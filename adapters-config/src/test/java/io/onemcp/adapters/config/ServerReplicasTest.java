package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource.Reading;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerReplicasTest {
  @TempDir Path temp;

  @Nested
  class GivenSeveralUrls {
    @Test
    void whenRead_thenEachIsAReplicaWithTheSameHeaders() throws Exception {
      BackendDefinition server =
          new ConfigFolder(temp)
              .server(
                  "{\"urls\": [\"https://a.example/mcp\", \"https://b.example/mcp\"],"
                      + " \"headers\": {\"K\": \"v\"}}");

      assertThat(server.transports())
          .containsExactly(
              new BackendTransport.Http(URI.create("https://a.example/mcp"), Map.of("K", "v")),
              new BackendTransport.Http(URI.create("https://b.example/mcp"), Map.of("K", "v")));
    }

    @Test
    void whenTheyCannotBe_thenThatIsTold() {
      assertThat(problems("{\"s\": {\"urls\": []}}")).containsExactly("mcpServers.s.urls");
      assertThat(problems("{\"s\": {\"urls\": [\"https://a.example/mcp\", \"here\"]}}"))
          .containsExactly("mcpServers.s.urls");
      assertThat(
              problems(
                  "{\"s\": {\"urls\": [\"https://a.example/mcp\", \"https://a.example/mcp\"]}}"))
          .containsExactly("mcpServers.s.urls");
      assertThat(
              problems(
                  "{\"s\": {\"url\": \"https://a.example/mcp\", \"urls\":"
                      + " [\"https://b.example/mcp\"]}}"))
          .containsExactly("mcpServers.s.urls");
      assertThat(problems("{\"s\": {\"url\": \"https://a.example/mcp\", \"replicas\": 2}}"))
          .containsExactly("mcpServers.s.replicas");
    }
  }

  @Nested
  class GivenReplicasOfACommand {
    @Test
    void whenTheirNamesAreTaken_thenTheLaterServerIsLeftOut() {
      assertThat(
              problems(
                  "{\"s\": {\"command\": \"x\", \"replicas\": 3}, \"s-3\": {\"command\": \"y\"}}"))
          .containsExactly("mcpServers.s-3");
      assertThat(
              problems(
                  "{\"s-2\": {\"command\": \"y\"}, \"s\": {\"command\": \"x\", \"replicas\": 2}}"))
          .containsExactly("mcpServers.s");
      assertThat(
              problems(
                  "{\"s\": {\"command\": \"x\", \"replicas\": 2}, \"s-3\": {\"command\": \"y\"}}"))
          .isEmpty();
    }

    @Test
    void whenTheNameLeavesNoRoomForANumber_thenThatIsTold() {
      String name = "n".repeat(47);

      assertThat(problems("{\"" + name + "\": {\"command\": \"x\", \"replicas\": 2}}"))
          .containsExactly("mcpServers." + name);
    }
  }

  private List<String> problems(String servers) {
    Reading.Loaded loaded = new ConfigFolder(temp).loaded("{\"mcpServers\": " + servers + "}");
    return loaded.skipped().stream().map(ConfigProblem::key).toList();
  }
}
