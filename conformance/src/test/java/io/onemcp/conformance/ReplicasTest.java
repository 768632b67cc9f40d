package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Several replicas of one server, as processes and over HTTP: clients see one server, and hear
 * nothing when a replica falls, but for calls that it may have carried out.
 */
class ReplicasTest {
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final String PROCESS_ID = "\\d+";
  private static final int CALLERS = 4;
  private static final int CALLS = 150;

  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, AtomicInteger> served = new ConcurrentHashMap<>();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  @TempDir Path folder;
  @AutoClose private HttpClient http;
  @AutoClose private Gateway gateway;
  private HttpSession session;

  @BeforeEach
  void open() {
    write("{\"command\": \"none\", \"disabled\": true}");
    gateway = Gateway.following(folder.resolve("mcp.json")).ready();
    http = HttpSession.client();
    session = HttpSession.open(http, gateway.mcp());
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Nested
  class GivenThreeProcesses {
    @Test
    void whenTheyAreReady_thenTheyAreOneServerAndShareItsCalls() throws Exception {
      LedgerServer server = LedgerServer.in(folder, "s");
      start(processes(server, 3, false));

      assertThat(load(() -> {})).allMatch(it -> it.matches(PROCESS_ID));

      assertThat(served).hasSize(3);
      assertThat(session.listTools(1).at("/result/tools")).hasSize(1);
      assertThat(gateway.health().path("backends")).hasSize(1);
      assertThat(gateway.health("s").path("replicas").valueStream().map(it -> it.path("name")))
          .extracting(JsonNode::asString)
          .containsExactly("s", "s-2", "s-3");
      assertThat(server.calls()).hasSize(CALLERS * CALLS).doesNotHaveDuplicates();
    }

    @Test
    void whenOneIsKilledUnderLoad_thenNoSafeCallFailsAndItComesBack() throws Exception {
      LedgerServer server = LedgerServer.idempotent(folder, "s");
      start(processes(server, 3, true));
      String victim = call();

      assertThat(load(() -> kill(victim))).allMatch(it -> it.matches(PROCESS_ID));

      Eventually.see(() -> gateway.health().path("status").asString(""), "ok"::equals, RECOVERY);
      assertThat(server.calls().stream().distinct()).hasSize(CALLERS * CALLS + 1);
      assertThat(server.calls()).hasSizeLessThanOrEqualTo(CALLERS * CALLS + 1 + CALLERS);
    }

    @Test
    void whenOneIsKilledUnderLoad_thenNothingElseIsCarriedOutTwice() throws Exception {
      LedgerServer server = LedgerServer.in(folder, "s");
      start(processes(server, 3, false));
      String victim = call();

      List<String> lost =
          load(() -> kill(victim)).stream().filter(it -> !it.matches(PROCESS_ID)).toList();

      // Only those that were under way at that one.
      assertThat(lost).hasSizeLessThanOrEqualTo(CALLERS).allMatch(it -> it.contains("maybe"));
      assertThat(server.calls()).doesNotHaveDuplicates();
      assertThat(session.listTools(1).at("/result/tools")).hasSize(1);
    }

    @Test
    void whenTheFileSaysAnotherNumber_thenTheOthersGoOn() throws Exception {
      LedgerServer server = LedgerServer.in(folder, "s");
      start(processes(server, 3, false));
      assertThat(load(() -> {})).hasSize(CALLERS * CALLS);
      List<String> before = List.copyOf(served.keySet());
      served.clear();

      List<String> during =
          load(() -> {
            write(processes(server, 2, false));
            Eventually.see(ReplicasTest.this::replicas, it -> it == 2, RECOVERY);
            write(processes(server, 4, false));
            Eventually.see(ReplicasTest.this::replicas, it -> it == 4, RECOVERY);
          });

      assertThat(during).allMatch(it -> it.matches(PROCESS_ID));
      assertThat(served.keySet()).containsAll(before.stream().filter(ReplicasTest::lives).toList());
      assertThat(before.stream().filter(ReplicasTest::lives)).hasSize(2);
    }
  }

  @Nested
  class GivenTwoAddresses {
    @Test
    void whenOneIsClosed_thenTheOtherServes() throws Exception {
      CallLedger one = new CallLedger();
      try (CallLedger other = new CallLedger()) {
        start(
            "{\"urls\": [\""
                + one.url()
                + "\", \""
                + other.url()
                + "\"],"
                + " \"balance\": \"round-robin\", \"restartDelay\": \"50ms\"}");
        for (int i = 0; i < 10; i++) {
          assertThat(count("before " + i)).isEqualTo("counted");
        }
        assertThat(one.all()).hasSize(5);
        assertThat(other.all()).hasSize(5);

        one.close();
        Eventually.see(
            () -> count("after " + calls.incrementAndGet()), "counted"::equals, RECOVERY);
        for (int i = 0; i < 10; i++) {
          Eventually.see(
              () -> count("later " + calls.incrementAndGet()), "counted"::equals, RECOVERY);
        }

        assertThat(other.all().values()).allMatch(it -> it == 1);
        assertThat(gateway.health("s").path("state").asString("")).isEqualTo("ready");
      }
    }
  }

  private static String processes(LedgerServer server, int replicas, boolean retries) {
    String args =
        "\"" + String.join("\", \"", server.command().subList(1, server.command().size())) + "\"";
    return "{\"command\": \""
        + server.command().getFirst()
        + "\", \"args\": ["
        + args
        + "], \"replicas\": "
        + replicas
        + ", \"retryIdempotent\": "
        + retries
        + ", \"restartDelay\": \"50ms\", \"stopTimeout\": \"100ms\", \"killTimeout\": \"100ms\"}";
  }

  private void start(String entry) {
    write(entry);
    Eventually.see(
        gateway::health,
        now ->
            now.path("status").asString("").equals("ok")
                && now.at("/backends/0/state").asString("").equals("ready"),
        RECOVERY);
  }

  private void write(String entry) {
    try {
      Files.writeString(folder.resolve("mcp.json"), "{\"mcpServers\": {\"s\": " + entry + "}}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how all calls ended, with this done in their midst. */
  private List<String> load(Runnable disturbance) throws ExecutionException, InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    List<Future<List<String>>> all = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      all.add(
          callers.submit(() -> {
            List<String> ends = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
              ends.add(call());
              ended.incrementAndGet();
            }
            return ends;
          }));
    }
    Eventually.see(ended::get, it -> it >= CALLS, RECOVERY);
    disturbance.run();
    List<String> ends = new ArrayList<>();
    for (Future<List<String>> each : all) {
      ends.addAll(each.get());
    }
    return ends;
  }

  private String call() {
    int number = calls.incrementAndGet();
    JsonNode answer = session.call(number, "s__run", Map.of("value", "c" + number));
    String text = answer.at("/result/content/0/text").asString(answer.toString());
    served.computeIfAbsent(text, _ -> new AtomicInteger()).incrementAndGet();
    return text;
  }

  private String count(String key) {
    JsonNode answer = session.call(calls.incrementAndGet(), "s__count", Map.of("key", key));
    return answer.at("/result/content/0/text").asString(answer.toString());
  }

  private int replicas() {
    return gateway.health("s").path("replicas").size();
  }

  private static boolean lives(String process) {
    return ProcessHandle.of(Long.parseLong(process)).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void kill(String process) {
    ProcessHandle.of(Long.parseLong(process)).ifPresent(ProcessHandle::destroyForcibly);
  }
}
