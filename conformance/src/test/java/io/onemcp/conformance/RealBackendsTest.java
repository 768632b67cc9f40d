package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.conformance.DrivenClient.Call;
import io.onemcp.conformance.DrivenClient.Report;
import java.nio.file.Path;
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

/** Servers of both eras over every transport, each asked by a client of each era. */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
class RealBackendsTest {
  @TempDir static Path folder;
  @AutoClose private static FixtureServer stateful;
  @AutoClose private static FixtureServer stateless;
  @AutoClose private static FixtureServer both;
  @AutoClose private static EverythingServer everythingSse;
  @AutoClose private static EverythingServer everythingHttp;
  @AutoClose private static Gateway gateway;

  @BeforeAll
  static void start() {
    stateful = FixtureServer.start("stateful");
    stateless = FixtureServer.start("stateless");
    both = FixtureServer.start("both");
    everythingSse = EverythingServer.start("sse");
    everythingHttp = EverythingServer.start("streamableHttp");
    gateway =
        Gateway.packaged(
            new ConfigFile()
                .http("http-stateful", stateful.mcp())
                .http("http-stateless", stateless.mcp())
                .http("http-both", both.mcp())
                .stdio("stdio-stateful", FixtureServer.stdioCommand("stateful"))
                .stdio("stdio-stateless", FixtureServer.stdioCommand("stateless"))
                .stdio("stdio-both", FixtureServer.stdioCommand("both"))
                .stdio("everything-stdio", EverythingServer.stdioCommand())
                .http("everything-http", everythingHttp.url())
                .sse("everything-sse", everythingSse.url())
                .writeTo(folder),
            Map.of());
  }

  @Nested
  class GivenTheFixtureOverEveryTransport {
    @ParameterizedTest
    @CsvSource({
      "http-stateful,   legacy",
      "http-stateful,   2026-07-28",
      "http-stateless,  legacy",
      "http-stateless,  2026-07-28",
      "http-both,       legacy",
      "http-both,       2026-07-28",
      "stdio-stateful,  legacy",
      "stdio-stateful,  2026-07-28",
      "stdio-stateless, legacy",
      "stdio-stateless, 2026-07-28",
      "stdio-both,      legacy",
      "stdio-both,      2026-07-28"
    })
    void whenAClientUsesEverythingThatNeedsNoAnswerFromIt_thenItGetsWhatTheServerSaid(
        String server, String mode) {
      Report report =
          DrivenClient.drive(gateway.mcp(server), options(mode), calls("test_echo", "value"));

      assertThat(report.code()).as(report.toString()).isZero();
      assertThat(report.tools()).contains("test_simple_text", "json_schema_2020_12_tool");
      assertThat(report.answers().getFirst()).isEqualTo("there and back");
      assertThat(report.texts("prompted"))
          .containsExactly("Prompt with arguments: arg1='hello', arg2='world'");
      assertThat(report.texts("read"))
          .containsExactly(
              "This is the content of the static text resource.",
              "{\"id\":\"7\",\"templateTest\":true,\"data\":\"Data for ID: 7\"}");
      assertThat(report.texts("completed")).containsExactly("paris", "park", "party");
    }

    @ParameterizedTest
    @CsvSource({
      "http-stateful,   legacy",
      "http-both,       2026-07-28",
      "stdio-stateful,  legacy",
      "stdio-stateless, 2026-07-28"
    })
    void whenAClientOfTheSameEraWaits_thenItHearsOfTheProgress(String server, String mode) {
      List<Call> calls = List.of(new Call("test_tool_with_progress", Map.of()));

      Report report = DrivenClient.drive(gateway.mcp(server), List.of("--mode", mode), calls);

      assertThat(report.progress(0)).as(report.toString()).containsExactly("0", "50", "100");
    }
  }

  @Nested
  class GivenTheReferenceServerOverEveryTransport {
    @ParameterizedTest
    @CsvSource({
      "everything-stdio, legacy",
      "everything-stdio, 2026-07-28",
      "everything-http,  legacy",
      "everything-http,  2026-07-28",
      "everything-sse,   legacy",
      "everything-sse,   2026-07-28"
    })
    void whenAClientCalls_thenItGetsTheAnswer(String server, String mode) {
      Report report =
          DrivenClient.drive(
              gateway.mcp(server), List.of("--mode", mode), calls("echo", "message"));

      assertThat(report.code()).as(report.toString()).isZero();
      assertThat(report.answers()).containsExactly("Echo: there and back");
    }
  }

  @Nested
  class GivenAllOfThemTogether {
    @ParameterizedTest
    @CsvSource({"legacy, 2025-11-25", "2026-07-28, 2026-07-28"})
    void whenAClientListsEverything_thenEachServerHasItsPart(String mode, String revision) {
      Report report = DrivenClient.drive(gateway.mcp(), List.of("--mode", mode), List.of());

      assertThat(report.code()).as(report.toString()).isZero();
      assertThat(report.revision()).isEqualTo(revision);
      assertThat(report.tools())
          .contains("http-stateless__test_echo", "stdio-both__test_echo", "everything-sse__echo")
          .doesNotHaveDuplicates();
      assertThat(report.resources()).doesNotHaveDuplicates();
    }
  }

  private static List<Call> calls(String tool, String argument) {
    return List.of(new Call(tool, Map.of(argument, "there and back")));
  }

  private static List<String> options(String mode) {
    List<String> options = new ArrayList<>(List.of("--mode", mode));
    options.addAll(
        List.of(
            "--prompt",
            "{\"name\":\"test_prompt_with_arguments\",\"arguments\":{\"arg1\":\"hello\",\"arg2\":\"world\"}}"));
    options.addAll(List.of("--read", "test://static-text", "--read", "test://template/7/data"));
    options.addAll(
        List.of(
            "--complete",
            "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"test_prompt_with_arguments\"},"
                + "\"argument\":{\"name\":\"arg1\",\"value\":\"par\"}}"));
    return options;
  }
}
