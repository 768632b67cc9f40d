package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.testkit.ScriptedHttp;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tasks scenarios of the official suite, which count for no revision, through the gateway. */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
class TasksSuiteTest {
  @TempDir private static Path folder;
  @AutoClose private static ScriptedHttp http;
  @AutoClose private static ScriptedGateway gateway;

  @BeforeAll
  static void start() throws InterruptedException {
    http = ScriptedHttp.serve(SuiteTasks.server());
    gateway =
        ScriptedGateway.prepare(OneMcpRuntime.builder().backend(http.definition("suite"))).start();
  }

  @Nested
  class GivenTheToolsOfTheSuiteBehindTheGateway {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "tasks-lifecycle",
          "tasks-capability-negotiation",
          "tasks-wire-fields",
          "tasks-request-state-removal",
          "tasks-mrtr-input",
          "tasks-request-headers",
          "tasks-dispatch-and-envelope",
          "tasks-required-task-error",
          "tasks-mrtr-composition"
        })
    void whenAScenarioIsPlayed_thenItPasses(String scenario) {
      String address = gateway.runtime().url().orElseThrow() + "/server/suite";

      ConformanceSuite.Result result =
          ConformanceSuite.scenario(
              URI.create(address.replace("127.0.0.1", "localhost")),
              scenario,
              folder.resolve(scenario));

      assertThat(result.code()).as(result.summary()).isZero();
    }
  }
}
