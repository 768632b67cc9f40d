package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.BackendReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartReportTest {
  private final StringWriter printed = new StringWriter();

  @Test
  void whenBackendsSettle_thenEachHasALine() {
    StartReport report = report(StandardCharsets.UTF_8);

    report.backend(starting("slow"));
    report.backend(ready("files", "stdio npx", Map.of("tools", 12, "prompts", 0, "resources", 1)));
    report.backend(ready("one", "InProcess[key=one]", Map.of("tools", 1, "prompts", 2)));
    report.backend(failed("gone", "restarting", "command not found:\n\"x\""));
    report.backend(failed("off", "disabled", "by configuration"));

    assertThat(printed.toString().lines())
        .containsExactly(
            "✓ files  12 tools, 1 resource  (stdio, 2025-11-25)",
            "✓ one  1 tool, 2 prompts  (InProcess, 2025-11-25)",
            "✗ gone  command not found: \"x\"",
            "- off  by configuration");
  }

  @Test
  void whenABackendFails_thenItsLastWordsAreTold() {
    BackendReport failed =
        new BackendReport(
            "gone",
            "restarting",
            false,
            true,
            "stdio x",
            Optional.empty(),
            Map.of(),
            Optional.of("restarting after: it exited with code 1: 7"),
            "1\n2\n3\n4\n5\n6\n7");

    report(StandardCharsets.UTF_8).backend(failed);

    assertThat(printed.toString().lines())
        .containsExactly(
            "✗ gone  restarting after: it exited with code 1: 7",
            "  | 3",
            "  | 4",
            "  | 5",
            "  | 6",
            "  | 7");
  }

  @Test
  void whenABackendFailsAgain_thenOnlyWhatItWroteSinceIsTold() {
    StartReport report = report(StandardCharsets.UTF_8);

    report.backend(failed("gone", "restarting", "a", "boom"));
    report.backend(ready("gone", "stdio x", Map.of("tools", 1)));
    report.backend(failed("gone", "restarting", "a", "boom\nboom"));
    report.backend(ready("gone", "stdio x", Map.of("tools", 1)));
    report.backend(failed("gone", "restarting", "a", "boom\nboom\nbang"));

    String ready = "✓ gone  1 tool  (stdio, 2025-11-25)";
    assertThat(printed.toString().lines())
        .containsExactly(
            "✗ gone  a",
            "  | boom",
            ready,
            "✗ gone  a",
            "  | boom",
            ready,
            "✗ gone  a",
            "  | bang");
  }

  @Test
  void whenNothingChanged_thenItIsNotRepeated() {
    StartReport report = report(StandardCharsets.UTF_8);

    report.backend(failed("gone", "restarting", "a"));
    report.backend(starting("gone"));
    report.backend(failed("gone", "restarting", "a"));
    report.backend(failed("gone", "crash-looped", "b"));

    assertThat(printed.toString().lines()).containsExactly("✗ gone  a", "✗ gone  b");
  }

  @Test
  void whenTheTerminalHasNoMarks_thenWordsStandInForThem() {
    StartReport report = report(StandardCharsets.US_ASCII);

    report.backend(ready("files", "http https://h/mcp", Map.of()));
    report.backend(failed("gone", "restarting", "a"));

    assertThat(printed.toString().lines())
        .containsExactly("ok files  0 tools  (http, 2025-11-25)", "failed gone  a");
  }

  @Test
  void whenItOpens_thenAddressAndAccessAreTold() {
    StartReport report = report(StandardCharsets.UTF_8);

    report.url(URI.create("http://127.0.0.1:3050/mcp"));
    report.access(Optional.of("/scope/api-key"));
    report.access(Optional.empty());
    report.socket("/scope/gate.sock");

    assertThat(printed.toString().lines())
        .containsExactly(
            "OneMCP serves http://127.0.0.1:3050/mcp",
            "API key in /scope/api-key, to be sent as Authorization: Bearer <key>",
            "No key needed: everybody who reaches this address may call",
            "OneMCP serves /scope/gate.sock too, to this user without a key");
  }

  private StartReport report(Charset terminal) {
    return new StartReport(new PrintWriter(printed), terminal);
  }

  private static BackendReport starting(String name) {
    return new BackendReport(
        name,
        "connecting",
        false,
        false,
        "stdio x",
        Optional.empty(),
        Map.of(),
        Optional.of("connecting"),
        "");
  }

  private static BackendReport ready(String name, String transport, Map<String, Integer> counts) {
    return new BackendReport(
        name,
        "ready",
        true,
        true,
        transport,
        Optional.of("2025-11-25"),
        counts,
        Optional.empty(),
        "");
  }

  private static BackendReport failed(String name, String state, String reason) {
    return failed(name, state, reason, "");
  }

  private static BackendReport failed(String name, String state, String reason, String words) {
    return new BackendReport(
        name,
        state,
        false,
        true,
        "stdio x",
        Optional.empty(),
        Map.of(),
        Optional.of(reason),
        words);
  }
}
