package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the gateway is measured with: the fixture passes the whole suite, and the suite notices what
 * it should.
 */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
class FixtureServerTest {
  @TempDir Path folder;
  @AutoClose private static FixtureServer fixture;

  @BeforeAll
  static void start() {
    fixture = FixtureServer.start("both");
  }

  @Nested
  class GivenNoGatewayBetween {
    @ParameterizedTest
    @CsvSource({"2025-11-25, 30", "2026-07-28, 37"})
    void whenTheSuiteRuns_thenAllScenariosPass(String revision, int all) throws IOException {
      ConformanceSuite.Result result = run(revision, "server: []\n");

      assertThat(result.failed()).as(result.summary()).isEmpty();
      assertThat(result.passed()).hasSize(all);
      assertThat(result.code()).as(result.summary()).isZero();
    }
  }

  @Nested
  class GivenAnExpectedFailureThatPasses {
    @Test
    void whenTheSuiteRuns_thenTheRunFails() throws IOException {
      ConformanceSuite.Result result = run("2025-11-25", "server:\n  - ping\n");

      assertThat(result.code()).as(result.summary()).isNotZero();
    }
  }

  private ConformanceSuite.Result run(String revision, String expectedFailures) throws IOException {
    Path file = Files.writeString(folder.resolve("expected.yml"), expectedFailures);
    return ConformanceSuite.run(fixture.mcp(), revision, file, folder);
  }
}
