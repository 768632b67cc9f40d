package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many calls may wait for the input of stateless clients is for the configuration to say. */
final class HeldCallsLimitTest {
  private static final BackendLine LINE = BackendLine.STATEFUL_HTTP_JSON;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Nested
  class GivenAsManyCallsOnHoldAsThereMayBe {
    @Test
    void whenOneMoreHasAQuestion_thenItIsRefusedAndTheFirstOnesAreFinished() throws Exception {
      Path file =
          Files.writeString(
              folder.resolve("mcp.json"),
              "{\"mcpServers\":{},\"runtime\":{\"limits\":{\"maxHeldCalls\":2}}}");
      Reading.Loaded read = (Reading.Loaded) new JsonConfigFile(file, Map.of()).load();
      AskingBackend backend = new AskingBackend(LINE);
      try (ScriptedGateway gateway =
          ScriptedGateway.prepare(OneMcpRuntime.builder().config(read.config()))
              .with("one", LINE, backend.server())
              .start()) {
        RoundTrip first = call(gateway, "a");
        Json asked = first.first().result();
        call(gateway, "b").first().result();

        ClientAnswer refused = call(gateway, "c").first();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(refused.error().text("data", "limit")).isEqualTo("parkedCalls");
        assertThat(backend.executions("c")).isZero();
        assertThat(first.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED)).status())
            .isEqualTo(200);
        Eventually.see(gateway.runtime()::heldCalls, held -> held == 1, PATIENCE);
      }
    }
  }

  private static RoundTrip call(ScriptedGateway gateway, String key) {
    return RoundTrip.tool(
        gateway.client().stateless("{\"elicitation\":{}}"),
        "one__ask",
        AskingBackend.asking(key, AskingBackend.form("m")));
  }
}
