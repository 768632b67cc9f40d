package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import io.onemcp.conformance.DrivenClient.Call;
import io.onemcp.conformance.DrivenClient.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The quickstart's three servers, and every client that people really use, of every revision. */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
class RealClientsTest {
  /**
   * Tools of server-everything, server-filesystem and server-memory 2026.8.31 for a client without
   * capabilities.
   */
  private static final int TOOLS = 13 + 14 + 9;

  @TempDir static Path folder;
  @AutoClose private static Gateway gateway;
  private static List<Call> calls;

  @BeforeAll
  static void start() throws IOException {
    Path note = Files.writeString(folder.resolve("note.txt"), "written by the test");
    calls =
        List.of(
            new Call("everything__echo", Map.of("message", "there and back")),
            new Call("filesystem__read_text_file", Map.of("path", note.toRealPath().toString())),
            new Call("memory__read_graph", Map.of()));
    gateway =
        Gateway.packaged(
            Quickstart.withLocalPackages(folder),
            Map.of(
                "NODE", Peers.node(),
                "QUICKSTART_FILES", folder.toRealPath().toString(),
                "QUICKSTART_MEMORY", folder.resolve("memory.jsonl").toString()));
  }

  @Nested
  class GivenTheNewestTypeScriptClient {
    @ParameterizedTest
    @CsvSource({
      "legacy,     legacy, 2025-11-25",
      "auto,       modern, 2026-07-28",
      "2026-07-28, modern, 2026-07-28"
    })
    void whenItConnectsInThisMode_thenItSeesAllAndCallsOneOfEach(
        String mode, String era, String revision) {
      assertSeesAll(
          DrivenClient.drive(gateway.mcp(), List.of("--mode", mode), calls), era, revision);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-03-26"})
    void whenItInsistsOnAnOlderRevision_thenItSeesAllAndCallsOneOfEach(String revision) {
      assertSeesAll(
          DrivenClient.drive(gateway.mcp(), List.of("--revision", revision), calls),
          "legacy",
          revision);
    }
  }

  @Nested
  class GivenTheFirstTypeScriptSdk {
    @ParameterizedTest
    @ValueSource(strings = "2025-11-25")
    void whenItConnects_thenItSeesAllAndCallsOneOfEach(String revision) {
      assertSeesAll(
          DrivenClient.drive(gateway.mcp(), List.of("--client", "sdk1"), calls),
          "legacy",
          revision);
    }
  }

  @Nested
  class GivenTheJavaSdk {
    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2025-06-18", "2025-03-26"})
    void whenItConnects_thenItListsAllAndCallsOneOfEach(String revision) {
      try (McpSyncClient client = SdkClient.connect(gateway.mcp(), revision)) {
        assertThat(client.listTools().tools()).hasSize(TOOLS);
        assertAnswers(
            calls.stream()
                .map(call -> SdkClient.call(client, call.name(), call.arguments()))
                .toList());
      }
    }
  }

  @Nested
  class GivenTheInspector {
    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto", "modern"})
    void whenItIsRunFromTheCommandLine_thenItListsAllAndCallsOneOfEach(String era) {
      assertThat(inspect(era, "--method", "tools/list").at("/result/tools")).hasSize(TOOLS);
      List<String> answers = new ArrayList<>();
      for (Call call : calls) {
        List<String> arguments =
            new ArrayList<>(List.of("--method", "tools/call", "--tool-name", call.name()));
        call.arguments()
            .forEach((name, value) -> arguments.addAll(List.of("--tool-arg", name + "=" + value)));

        JsonNode answer = inspect(era, arguments.toArray(String[]::new));
        answers.add(answer.at("/result/content/0/text").asString(answer.toString()));
      }
      assertAnswers(answers);
    }
  }

  private static void assertSeesAll(Report report, String era, String revision) {
    assertThat(report.code()).as(report.toString()).isZero();
    assertThat(report.era()).isEqualTo(era);
    assertThat(report.revision()).isEqualTo(revision);
    assertThat(report.tools()).hasSize(TOOLS).doesNotHaveDuplicates();
    assertThat(report.tools()).isSorted();
    assertThat(report.prompts()).hasSize(4).allMatch(name -> name.startsWith("everything__"));
    assertThat(report.resources()).hasSizeGreaterThanOrEqualTo(8);
    assertAnswers(report.answers());
  }

  private static void assertAnswers(List<String> answers) {
    assertThat(answers).hasSize(calls.size());
    assertThat(answers.get(0)).isEqualTo("Echo: there and back");
    assertThat(answers.get(1)).contains("written by the test");
    assertThat(answers.get(2)).contains("entities");
  }

  private static JsonNode inspect(String era, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peers.program("inspector/clients/launcher/build/index.js"),
                "--cli",
                "--server-url",
                gateway.mcp().toString(),
                "--transport",
                "http",
                "--protocol-era",
                era,
                "--format",
                "json",
                "-q"));
    command.addAll(List.of(arguments));
    // The inspector keeps files in the user's home: not in the real one.
    try (ChildProcess inspector = Peers.start(folder, Map.of("HOME", folder.toString()), command)) {
      ChildProcess.Ended ended = inspector.end(Duration.ofSeconds(30));
      assertThat(ended.code()).as(inspector.toString()).isZero();
      return new JsonMapper().readTree(ended.text());
    }
  }
}
