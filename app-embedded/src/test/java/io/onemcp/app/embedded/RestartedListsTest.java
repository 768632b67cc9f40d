package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.MemoryStateFiles;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RestartedListsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SERVERS = 10;
  private static final List<String> METHODS =
      List.of("tools/list", "prompts/list", "resources/list", "resources/templates/list");

  private final MemoryStateFiles scope = new MemoryStateFiles();
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    go.countDown();
  }

  private OneMcpRuntime start(boolean slow) {
    OneMcpRuntime.Builder builder = OneMcpRuntime.builder().scope(scope).http("127.0.0.1", 0);
    for (int i = 0; i < SERVERS; i++) {
      builder.server("s" + i, slow ? this::answerLate : RestartedListsTest::answer);
    }
    return builder.start();
  }

  private Response answerLate(Request request, Interim interim) throws InterruptedException {
    go.await();
    return answer(request, interim);
  }

  private static Response answer(Request request, Interim interim) throws InterruptedException {
    return SampleTools.server().answer(request, interim);
  }

  /** Returns every list as clients of both eras see it, byte for byte. */
  private static List<String> lists(OneMcpRuntime runtime) throws InterruptedException {
    List<String> lists = new ArrayList<>();
    try (ScriptedClient http = ScriptedClient.of(runtime.url().orElseThrow());
        StatefulClient stateful = http.initialize(Revision.V2025_11_25)) {
      for (String method : METHODS) {
        lists.add(String.valueOf(stateful.call(method, "{}").result()));
        lists.add(String.valueOf(http.stateless().call(method, "{}").result()));
      }
    }
    return lists;
  }

  private static Json servers(OneMcpRuntime runtime) throws InterruptedException {
    URI url = runtime.url().orElseThrow().resolve("/api/v1/servers");
    try (ScriptedClient http = ScriptedClient.of(url)) {
      return Json.of(http.get().body());
    }
  }

  private static List<String> all(OneMcpRuntime runtime, String member)
      throws InterruptedException {
    return Objects.requireNonNull(servers(runtime).at("servers")).elements().stream()
        .map(server -> String.valueOf(server.text(member)))
        .distinct()
        .toList();
  }

  @Nested
  final class GivenARuntimeThatStartsAgainBeforeSlowServers {
    @Test
    void whenTheFirstListIsAsked_thenItIsCompleteWhileNoneIsReady() throws InterruptedException {
      List<String> before;
      try (OneMcpRuntime runtime = start(false)) {
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
        before = lists(runtime);
        assertThat(all(runtime, "lists")).containsExactly("live");
      }

      try (OneMcpRuntime runtime = start(true)) {
        assertThat(lists(runtime)).isEqualTo(before);
        assertThat(before.getFirst()).contains("s0__echo", "s9__echo");
        assertThat(runtime.backends()).noneMatch(BackendReport::ready);
        assertThat(all(runtime, "lists")).containsExactly("cached");
        assertThat(all(runtime, "phase")).containsExactly("starting");

        go.countDown();
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
        assertThat(lists(runtime)).isEqualTo(before);
        assertThat(all(runtime, "lists")).containsExactly("live");
      }
    }

    @Test
    void whenAToolIsCalledAtOnce_thenItsServerIsAwaited() throws InterruptedException {
      try (OneMcpRuntime runtime = start(false)) {
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
      }
      try (OneMcpRuntime runtime = start(true);
          ScriptedClient http = ScriptedClient.of(runtime.url().orElseThrow())) {
        Running<Json> calling =
            Running.start(() -> http.stateless().callTool("s3__echo", "{\"word\":\"late\"}"));
        long version = Long.parseLong(String.valueOf(servers(runtime).at("version")));
        assertThat(version).isPositive();

        go.countDown();

        assertThat(calling.result().toString()).contains("late");
      }
    }
  }

  @Nested
  final class GivenListsOfManyPages {
    @Test
    void whenTheRuntimeStartsAgain_thenAPageThatItPromisedIsThere() throws InterruptedException {
      String first;
      try (OneMcpRuntime runtime = paged()) {
        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
        first = page(runtime, "{}");
      }
      try (OneMcpRuntime runtime = paged()) {
        assertThat(page(runtime, "{}")).isEqualTo(first);
        Json cursor = Objects.requireNonNull(Json.of(first).at("nextCursor"));
        assertThat(page(runtime, "{\"cursor\":" + cursor + "}")).contains("s__fail", "s__steps");
      }
    }

    private OneMcpRuntime paged() {
      Limits all = Limits.DEFAULT;
      Limits twoToAPage =
          new Limits(
              all.maxBodyBytes(),
              all.maxJsonDepth(),
              all.maxBackendMessageBytes(),
              all.maxSessions(),
              all.sessionIdle(),
              all.maxStreamQueue(),
              all.maxStreams(),
              all.maxInFlightPerBackend(),
              all.replayEvents(),
              all.replayBytes(),
              all.replayTotalBytes(),
              all.maxConnections(),
              all.questionTimeout(),
              2);
      return OneMcpRuntime.builder()
          .config(GatewayConfig.DEFAULT.withLimits(twoToAPage))
          .scope(scope)
          .http("127.0.0.1", 0)
          .server("s", SampleTools.server())
          .start();
    }

    private String page(OneMcpRuntime runtime, String params) throws InterruptedException {
      try (ScriptedClient http = ScriptedClient.of(runtime.url().orElseThrow())) {
        return http.stateless().call("tools/list", params).result().toString();
      }
    }
  }

  @Nested
  final class GivenARuntimeWithoutAScope {
    @Test
    void whenItStartsAgain_thenNothingWasKept() throws InterruptedException {
      for (int life = 0; life < 2; life++) {
        try (OneMcpRuntime runtime =
            OneMcpRuntime.builder()
                .server("s", RestartedListsTest.this::answerLate)
                .http("127.0.0.1", 0)
                .start()) {
          assertThat(all(runtime, "lists")).containsExactly("none");
        }
      }
    }
  }
}
