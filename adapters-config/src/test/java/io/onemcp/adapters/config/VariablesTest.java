package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigSource.Reading;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of variables, and of values that stand for texts. */
class VariablesTest {
  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void open() {
    folder = new ConfigFolder(temp);
  }

  @Nested
  class GivenVariables {
    @Test
    void whenSet_thenTheyAreFilledInEverywhere() {
      ConfigFolder with =
          folder.with(".env", "A=file\nB=file\n").in(Map.of("A", "process", "PORT", "81"));

      BackendDefinition server =
          with.server(
              """
              {"command": "${A}", "args": ["${B}", "--x=${C:-none}", "$${A} $A"], "cwd": "/${A}",
               "env": {"${A}": "${A}-${B}"}, "tags": ["${A}"]}
              """);

      assertThat(server.transport())
          .isEqualTo(
              new BackendTransport.Stdio(
                  "process",
                  List.of("file", "--x=none", "${A} $A"),
                  Map.of("${A}", "process-file"),
                  Optional.of("/process")));
      assertThat(server.tags()).containsExactly("${A}");
      assertThat(with.server("{\"url\": \"http://h:${PORT}/mcp\"}").transport())
          .isEqualTo(new BackendTransport.Http(URI.create("http://h:81/mcp"), Map.of()));
    }

    @Test
    void whenMissing_thenVariableServerAndKeyAreNamedOnce() {
      assertThat(
              folder.skipped("{\"url\": \"${HOST}/${PATH_}\", \"headers\": {\"A\": \"${KEY}\"}}"))
          .containsExactly(
              "mcp.json:1:30: mcpServers.s.url: variable not set: HOST, PATH_ (expected: a value in"
                  + " the environment or in .env)",
              "mcp.json:1:67: mcpServers.s.headers.A: variable not set: KEY (expected: a value in"
                  + " the environment or in .env)");
    }

    @Test
    void whenMissingInADisabledServer_thenItIsAWarning() {
      Reading.Loaded loaded =
          folder.loaded("{\"mcpServers\": {\"s\": {\"command\": \"${X}\", \"disabled\": true}}}");

      assertThat(loaded.skipped()).isEmpty();
      assertThat(loaded.warnings()).singleElement().matches(it -> it.problem().endsWith(": X"));
    }

    @Test
    void whenTheListFormNamesThem_thenTheirValuesAreTakenOver() {
      BackendDefinition server =
          folder
              .in(Map.of("TAKEN", "yes"))
              .server("{\"command\": \"x\", \"env\": [\"A=b=c\", \"TAKEN\", \"ABSENT\"]}");

      assertThat(((BackendTransport.Stdio) server.transport()).env())
          .isEqualTo(Map.of("A", "b=c", "TAKEN", "yes"));
    }

    @Test
    void whenTheirFileIsOdd_thenItsLineIsNamedWithoutItsText() {
      Reading.Loaded loaded = folder.with(".env", "A=1\nzzTopSecret\n").loaded("{}");

      assertThat(folder.lines(loaded.warnings()))
          .containsExactly(".env:2:1: line ignored (expected: NAME=value)");
    }
  }

  @Test
  void givenNumbersAndTruthValues_whenTheyStandForTexts_thenTheirSpellingCounts() {
    BackendDefinition server =
        folder.server(
            "{\"command\": \"x\", \"args\": [1, 2.50, true], \"env\": {\"N\": 1e3, \"Z\": null},"
                + " \"timeout\": \"2m\"}");

    assertThat(server.transport())
        .isEqualTo(
            new BackendTransport.Stdio(
                "x", List.of("1", "2.50", "true"), Map.of("N", "1e3"), Optional.empty()));
    assertThat(server.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
  }
}
