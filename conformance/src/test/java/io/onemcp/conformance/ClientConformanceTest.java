package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official suite's client scenarios, with the gateway as the client under test: every one that
 * is not about authorization. A real client drives the gateway; the suite watches what the gateway
 * does.
 */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
final class ClientConformanceTest {
  private static final Duration RUN_WITHIN = Duration.ofSeconds(100);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "2025-11-25, initialize",
    "2025-11-25, tools_call",
    "2025-11-25, elicitation-sep1034-client-defaults",
    "2025-11-25, sse-retry",
    "2026-07-28, tools_call",
    "2026-07-28, request-metadata",
    "2026-07-28, sep-2322-client-request-state",
    "2026-07-28, http-standard-headers",
    "2026-07-28, http-custom-headers",
    "2026-07-28, http-invalid-tool-headers",
    "2026-07-28, json-schema-ref-no-deref",
    "2026-07-28, json-schema-2020-12-preservation"
  })
  void whenTheSuiteWatchesTheGateway_thenTheScenarioPasses(String revision, String scenario) {
    List<String> arguments =
        List.of(
            Peers.program("conformance/dist/index.js"),
            "client",
            "--command",
            Peers.node() + " " + Peers.script("client-under-test.mjs"),
            "--scenario",
            scenario,
            "--spec-version",
            revision,
            "--timeout",
            "60000",
            "--output-dir",
            folder.toString());
    Map<String, String> gateway =
        Map.of("ONEMCP_JAVA", Java.tool("java"), "ONEMCP_JAR", Gateway.jar().toString());

    try (ChildProcess suite = Peers.start(Path.of(""), gateway, arguments)) {
      ChildProcess.Ended ended = suite.end(RUN_WITHIN);

      assertThat(ended.code()).as(ended.text()).isZero();
    }
  }
}
