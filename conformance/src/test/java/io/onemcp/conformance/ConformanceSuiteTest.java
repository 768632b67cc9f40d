package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * The official suite, through the gateway, on the fixture that passes all of it when asked
 * directly.
 */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
class ConformanceSuiteTest {
  @TempDir private static Path folder;
  @AutoClose private static FixtureServer stateful;
  @AutoClose private static FixtureServer stateless;
  @AutoClose private static Gateway gateway;

  @BeforeAll
  static void start() {
    stateful = FixtureServer.start("stateful");
    stateless = FixtureServer.start("stateless");
    gateway =
        Gateway.packaged(
            new ConfigFile()
                .http("http-stateful", stateful.mcp())
                .http("http-stateless", stateless.mcp())
                .stdio("stdio-stateful", FixtureServer.stdioCommand("stateful"))
                .stdio("stdio-stateless", FixtureServer.stdioCommand("stateless"))
                .writeTo(folder),
            Map.of());
  }

  @Nested
  class GivenTheFixtureBehindTheGateway {
    @ParameterizedTest
    @CsvSource({
      "2025-11-25, stateful,  http,  30",
      "2025-11-25, stateful,  stdio, 30",
      "2026-07-28, stateless, http,  37",
      "2026-07-28, stateless, stdio, 37",
      "2025-11-25, stateless, http,  30",
      "2026-07-28, stateful,  http,  35"
    })
    void whenItIsAskedThroughItsOwnPath_thenOnlyTheExpectedScenariosFail(
        String revision, String era, String transport, int least) {
      String server = transport + "-" + era;

      ConformanceSuite.Result result =
          ConformanceSuite.run(
              gateway.mcp(server),
              revision,
              Path.of("expected-failures-" + revision + "-on-" + era + ".yml"),
              folder.resolve(revision + server));

      assertThat(result.code()).as(result.summary()).isZero();
      assertThat(result.passed()).as(result.summary()).hasSizeGreaterThanOrEqualTo(least);
    }
  }

  @Nested
  class GivenAnExpectedFailure {
    @ParameterizedTest
    @CsvSource({
      "2025-11-25, stateful",
      "2025-11-25, stateless",
      "2026-07-28, stateless",
      "2026-07-28, stateful"
    })
    void whenItIsListed_thenItHasItsReason(String revision, String era) throws IOException {
      List<String> entries =
          Files.readAllLines(Path.of("expected-failures-" + revision + "-on-" + era + ".yml"))
              .stream()
              .filter(line -> line.startsWith("  - "))
              .toList();

      assertThat(entries)
          .allMatch(entry -> entry.matches("  - [a-z0-9-]+(:[a-z0-9-]+)? # \\S.{10,}"));
    }
  }
}
