package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Five hundred sessions of the TypeScript SDK, and a gateway that is killed under them. */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(120)
class RestartedClientsTest {
  private static final int SESSIONS = 500;
  private static final int HELD = 50;

  @TempDir private Path folder;

  @Test
  void whenTheGatewayIsKilledAndStartedAgain_thenEverySessionGoesOnAndNothingIsCarriedOutTwice() {
    try (CallLedger ledger = new CallLedger();
        MortalGateway gateway =
            MortalGateway.start(
                new ConfigFile().http("ledger", ledger.url()).writeTo(folder), "--no-auth");
        ChildProcess clients = clientsOf(gateway)) {
      clients.line("working"::equals, Duration.ofSeconds(60));

      gateway.kill();
      gateway.again();

      String last = clients.line(said -> said.startsWith("{"), Duration.ofSeconds(60));
      JsonNode report = new JsonMapper().readTree(last);
      assertThat(report.path("kept").asInt()).isEqualTo(SESSIONS);
      assertThat(report.path("refusals")).isEmpty();
      assertThat(report.path("answered").asInt()).isGreaterThanOrEqualTo(2 * SESSIONS);
      assertThat(report.path("held")).hasSize(HELD);
      assertThat(report.path("held"))
          .allSatisfy(call -> {
            assertThat(call.path("code").asInt()).as(call.toString()).isEqualTo(-32603);
            assertThat(call.path("executed").asString("")).isEqualTo("maybe");
          });
      assertThat(ledger.all().values()).containsOnly(1);
    }
  }

  private ChildProcess clientsOf(MortalGateway gateway) {
    return Peers.start(
        folder,
        Map.of(),
        List.of(
            Peers.script("restart-clients.mjs"),
            "--url",
            gateway.mcp().toString(),
            "--sessions",
            Integer.toString(SESSIONS),
            "--held",
            Integer.toString(HELD)));
  }
}
