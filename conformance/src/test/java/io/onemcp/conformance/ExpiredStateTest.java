package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state is good for as long as a question may take, and not a moment longer. */
final class ExpiredStateTest {
  private static final BackendLine LINE = BackendLine.STATEFUL_HTTP_JSON;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Nested
  class GivenAParkedCallWhoseTimeIsUp {
    @Test
    void whenItsStateIsPlayed_thenItIsRefusedAndNothingIsCarriedOutAgain() throws Exception {
      Path file =
          Files.writeString(
              folder.resolve("mcp.json"),
              "{\"mcpServers\":{},\"runtime\":{\"limits\":{\"questionTimeout\":\"200ms\"}}}");
      Reading.Loaded read = (Reading.Loaded) new JsonConfigFile(file, Map.of()).load();
      AskingBackend backend = new AskingBackend(LINE);
      try (ScriptedGateway gateway =
          ScriptedGateway.prepare(OneMcpRuntime.builder().config(read.config()))
              .with("one", LINE, backend.server())
              .start()) {
        RoundTrip call =
            RoundTrip.tool(
                gateway.client().stateless("{\"elicitation\":{}}"),
                "one__ask",
                AskingBackend.asking("key", AskingBackend.form("m")));
        Json asked = call.first().result();
        Eventually.see(gateway.runtime()::heldCalls, held -> held == 0, PATIENCE);

        for (int attempt = 0; attempt < 2; attempt++) {
          ClientAnswer late = call.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED));
          Json error = late.error();

          assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
          assertThat(error.text("message")).contains("requestState", "expired");
        }
        assertThat(backend.executions("key")).isEqualTo(1);
      }
    }
  }
}
