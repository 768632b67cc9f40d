package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.conformance.SteadyCalls.Fate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The disk under a gateway's own files is full for a while. That is played by the largest size that
 * the operating system lets the process give a file, which needs no file system of its own: every
 * write beyond it fails.
 */
@Timeout(60)
class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AutoClose private MortalGateway gateway;
  @AutoClose private Gateway view;
  @AutoClose private SteadyCalls calls;
  @AutoClose private final HttpClient http = HttpSession.client();
  private LedgerServer server;

  @BeforeEach
  void start(@TempDir Path folder) {
    server = LedgerServer.in(folder, "server");
    Path config = new ConfigFile().stdio("server", server.command()).writeTo(folder);
    gateway = MortalGateway.start(config, "--no-auth");
    view = Gateway.at(gateway.port()).ready();
    calls = SteadyCalls.of(gateway.mcp(), "server", 1);
    calls.await(Fate.ANSWERED, PATIENCE);
  }

  @Nested
  class GivenTheDiskIsFull {
    @BeforeEach
    void fill() throws IOException {
      limitFiles("0");
    }

    @Test
    void whenItHasRoomAgain_thenNoCallFailedAndSessionsOutliveTheGateway() throws IOException {
      server.mood("flooding");
      HttpSession early = HttpSession.open(http, gateway.mcp());
      assertThat(answer(early, "early")).matches("\\d+");
      Eventually.see(view::health, now -> problems(now).contains("sessions"), PATIENCE);
      server.mood("well");
      calls.await(Fate.ANSWERED, PATIENCE);

      limitFiles("unlimited");
      HttpSession late = HttpSession.open(http, gateway.mcp());
      Eventually.see(
          FullDiskTest.this::healthAfterOneMoreSession,
          now -> problems(now).equals("[]"),
          PATIENCE);
      calls.assertTruthful(server::calls);
      assertThat(calls.told()).filteredOn(it -> it.fate() != Fate.ANSWERED).isEmpty();

      gateway.kill();
      gateway.again();
      assertThat(answer(early, "early again")).matches("\\d+");
      assertThat(answer(late, "late")).matches("\\d+");
    }
  }

  /** What is new about sessions is what makes the gateway look whether the disk has room. */
  private JsonNode healthAfterOneMoreSession() {
    HttpSession.open(http, gateway.mcp());
    return view.health();
  }

  private static String problems(JsonNode health) {
    return health.path("problems").toString();
  }

  private static String answer(HttpSession session, String value) {
    JsonNode answer = session.call(1, "server__run", Map.of("value", value));
    return answer.at("/result/content/0/text").asString(answer.toString());
  }

  private void limitFiles(String bytes) throws IOException {
    String process = Long.toString(gateway.handle().pid());
    List<String> command = List.of("prlimit", "--pid", process, "--fsize=" + bytes + ":unlimited");
    try {
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
