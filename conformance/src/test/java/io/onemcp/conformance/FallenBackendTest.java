package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A backend that is killed, hangs or cannot start any more: it is back within five seconds where it
 * can be, its tools stay listed, its callers hear what happened, nothing is carried out twice, and
 * the backend beside it answers throughout.
 */
class FallenBackendTest {
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final String PROCESS_ID = "\\d+";

  private final AtomicInteger calls = new AtomicInteger();
  @AutoClose private Gateway gateway;
  @AutoClose private HttpClient http;
  private HttpSession session;
  private LedgerServer mortal;
  private LedgerServer other;

  @BeforeEach
  void start(@TempDir Path folder) {
    mortal = LedgerServer.in(folder, "mortal");
    other = LedgerServer.in(folder, "other");
    gateway =
        Gateway.embedded(
                new ConfigFile()
                    .stdio("mortal", mortal.command())
                    .stdio("other", other.command())
                    .defaults("stopTimeout", "100ms")
                    .defaults("killTimeout", "100ms")
                    .defaults("requestTimeout", "20s")
                    .defaults("restartDelay", "50ms")
                    .defaults("maxRestarts", 1_000)
                    .supervision("maxRestartDelay", "200ms")
                    .supervision("pingInterval", "200ms")
                    .supervision("pingTimeout", "300ms")
                    .writeTo(folder))
            .ready();
    http = HttpSession.client();
    session = HttpSession.open(http, gateway.mcp());
  }

  @Nested
  class GivenABackendIsKilled {
    @Test
    void whenItIsCalledAtOnce_thenTheCallWaitsForItsReturn() throws IOException {
      String before = call("mortal");

      signal("KILL", before);
      String after = Eventually.see(() -> call("mortal"), it -> isAnother(it, before), RECOVERY);

      assertThat(after).isNotEqualTo(before);
      assertThat(mortal.calls()).doesNotHaveDuplicates();
      assertOtherWorks();
    }

    @Test
    void whenThatHappensAgainAndAgainUnderLoad_thenNothingIsCarriedOutTwice() throws IOException {
      for (int round = 0; round < 5; round++) {
        String victim =
            Eventually.see(() -> call("mortal"), it -> it.matches(PROCESS_ID), RECOVERY);
        signal("KILL", victim);
        for (int i = 0; i < 10; i++) {
          call("mortal");
          assertOtherWorks();
        }
      }

      Eventually.see(() -> call("mortal"), it -> it.matches(PROCESS_ID), RECOVERY);
      assertThat(mortal.calls()).doesNotHaveDuplicates();
      assertThat(other.calls()).hasSize(50).doesNotHaveDuplicates();
    }
  }

  @Nested
  class GivenABackendHangs {
    @Test
    void whenNobodyCallsIt_thenItIsFoundOutAndStartedAnew() throws IOException {
      String before = call("mortal");
      JsonNode since = gateway.health("mortal").path("since");

      signal("STOP", before);
      assertOtherWorks();
      Eventually.see(
          () -> gateway.health("mortal"),
          now -> isReady(now) && !now.path("since").equals(since),
          RECOVERY);
      String after = Eventually.see(() -> call("mortal"), it -> isAnother(it, before), RECOVERY);

      assertThat(after).isNotEqualTo(before);
      assertThat(mortal.calls()).doesNotHaveDuplicates();
      assertOtherWorks();
    }
  }

  @Nested
  class GivenABackendCannotStartAnyMore {
    @Test
    void whenItIsCalled_thenItsToolIsStillListedAndSaysThatItMayBeTriedAgain() throws IOException {
      String before = call("mortal");
      mortal.broken(true);
      signal("KILL", before);

      JsonNode refused =
          Eventually.see(
              () -> session.call(1, "mortal__run", Map.of("value", "never")),
              answer -> answer.at("/result/isError").asBoolean(false),
              RECOVERY);

      assertThat(refused.at("/result/content/0/text").asString(""))
          .contains("\"mortal\"")
          .contains("was not called");
      JsonNode facts = refused.at("/result/_meta/io.onemcp~1unavailable");
      assertThat(facts.path("executed").asString("")).isEqualTo("no");
      assertThat(facts.path("retriable").asBoolean(false)).isTrue();
      assertThat(names()).containsExactly("mortal__run", "other__run");
      assertOtherWorks();
      mortal.broken(false);
      Eventually.see(() -> call("mortal"), it -> isAnother(it, before), RECOVERY);
      assertThat(mortal.calls()).doesNotContain("never");
    }
  }

  private void assertOtherWorks() {
    assertThat(call("other")).matches(PROCESS_ID);
  }

  private List<String> names() {
    return session
        .listTools(1)
        .at("/result/tools")
        .valueStream()
        .map(tool -> tool.path("name").asString(""))
        .toList();
  }

  /**
   * Calls with an argument that no other call has; returns the text of the answer, or all of it.
   */
  private String call(String server) {
    JsonNode answer =
        session.call(1, server + "__run", Map.of("value", "c" + calls.incrementAndGet()));
    return answer.at("/result/content/0/text").asString(answer.toString());
  }

  private static boolean isAnother(String text, String before) {
    return text.matches(PROCESS_ID) && !text.equals(before);
  }

  private static boolean isReady(JsonNode health) {
    return health.path("state").asString("").equals("ready");
  }

  private static void signal(String name, String process) throws IOException {
    try {
      int code = new ProcessBuilder("kill", "-" + name, process).inheritIO().start().waitFor();
      assertThat(code).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
