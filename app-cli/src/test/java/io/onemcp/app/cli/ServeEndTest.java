package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.testkit.LeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the gateway's process ends, the servers that it started end too. */
@Tag("linux")
class ServeEndTest {
  /** Ends with its input, and leaves a family that does not. */
  private static final String FAMILY = "sleep 600 & (setsid sleep 601 &); cat >/dev/null; exit 0";

  /** Ends with nothing less than KILL. */
  private static final String STUBBORN =
      "trap '' HUP INT TERM; sleep 602 & (setsid sleep 603 &); while :; do sleep 1; done";

  @TempDir private Path home;

  @Test
  void whenItIsKilled_thenNoProcessIsLeftAfterTwoSeconds() throws Exception {
    try (CommandProcess serve = started()) {
      serve.signal("KILL");

      assertThat(LeftBehind.after(Duration.ofSeconds(2), serve.pid())).isEmpty();
    }
  }

  @Test
  void whenItIsInterrupted_thenItEndsInOrderAndLeavesNoProcess() throws Exception {
    assertEndsInOrder("INT");
  }

  @Test
  void whenItsTerminalIsClosed_thenItEndsInOrderAndLeavesNoProcess() throws Exception {
    assertEndsInOrder("HUP");
  }

  @Test
  void whenItIsToldToEndWhileItStarts_thenItEndsInOrder() throws Exception {
    try (CommandProcess serve = CommandProcess.serve(home, Map.of(), "--port=0", "--no-auth")) {
      serve.awaitLine("Made an empty configuration");

      serve.signal("HUP");

      assertThat(serve.awaitExit()).isZero();
    }
  }

  private void assertEndsInOrder(String signal) throws Exception {
    try (CommandProcess serve = started()) {
      serve.signal(signal);

      assertThat(serve.awaitExit()).isZero();
      assertThat(LeftBehind.of(serve.pid())).isEmpty();
    }
  }

  private CommandProcess started() throws IOException, InterruptedException {
    String server =
        """
        {"command": "sh", "args": ["-c", "%s"], "stopTimeout": "100ms", "killTimeout": "100ms"}
        """;
    Path file =
        Files.writeString(
            home.resolve("mcp.json"),
            "{\"mcpServers\": {\"family\": %s, \"stubborn\": %s}}"
                .formatted(server.formatted(FAMILY), server.formatted(STUBBORN)));
    CommandProcess serve =
        CommandProcess.serve(home, Map.of(), "-c", file.toString(), "--port=0", "--no-auth");
    serve.awaitLine("OneMCP serves ");
    for (int tries = 0; LeftBehind.of(serve.pid()).size() < 7 && tries < 500; tries++) {
      LeftBehind.after(Duration.ofMillis(20), serve.pid());
    }
    assertThat(LeftBehind.of(serve.pid())).hasSizeGreaterThanOrEqualTo(7);
    return serve;
  }
}
