package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client sees when a limit is reached: a status, when to come again, and the limit's name;
 * and that neither one client nor one backend takes what is another's.
 */
class ReachedLimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int STREAMS = 8;

  private final CallLedger busy = new CallLedger();
  private final CallLedger idle = new CallLedger();
  private final List<Running<ClientAnswer>> held = new ArrayList<>();
  private OneMcpRuntime runtime;
  private ScriptedClient client;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    Path file =
        new ConfigFile()
            .http("busy", busy.url())
            .http("idle", idle.url())
            .limit("maxInFlightPerClient", 2)
            .limit("maxInFlightPerBackend", 3)
            .limit("maxQueuePerBackend", 0)
            .limit("maxSessions", 1)
            .limit("maxStreams", STREAMS)
            .writeTo(folder);
    Reading.Loaded loaded = (Reading.Loaded) new JsonConfigFile(file, Map.of()).load();
    runtime =
        OneMcpRuntime.builder()
            .config(loaded.config())
            .authenticator(header -> new Verdict.Authenticated(new Caller(header.orElse("nobody"))))
            .http("127.0.0.1", 0)
            .start();
    assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
    client = ScriptedClient.of(runtime.url().orElseThrow());
  }

  @AfterEach
  void end() throws InterruptedException {
    busy.close();
    for (Running<ClientAnswer> call : held) {
      call.result().close();
    }
    client.close();
    runtime.close();
    idle.close();
  }

  @Nested
  class GivenAClientWithAsManyRequestsAsItMayHave {
    @Test
    void whenItSendsOneMore_thenThatIsItsOwnDoingAndOthersAreServed() throws InterruptedException {
      hold("alice", "a1");
      hold("alice", "a2");

      assertRefused(call("alice", "idle__count", "a3"), 429, "maxInFlightPerClient");

      assertThat(call("bob", "busy__count", "b1").result().toString()).contains("counted");
      assertThat(idle.times("a3")).isZero();
    }
  }

  @Nested
  class GivenABackendWithAsManyRequestsAsItMayHave {
    @Test
    void whenOneMoreComes_thenItIsRefusedAndTheOtherBackendServes() throws InterruptedException {
      hold("alice", "a1");
      hold("alice", "a2");
      hold("bob", "b1");

      Json error = assertRefused(call("carol", "busy__count", "c1"), 503, "maxQueuePerBackend");

      assertThat(error.text("data", "backend")).isEqualTo("busy");
      assertThat(busy.times("c1")).isZero();
      assertThat(call("carol", "idle__count", "c2").result().toString()).contains("counted");
    }
  }

  @Nested
  class GivenAsManySessionsAsThereMayBe {
    @Test
    void whenOneMoreIsOpened_thenItIsRefusedAndTheFirstOneServed() throws InterruptedException {
      try (var session = client.initialize(Revision.V2025_11_25)) {
        String hello =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";

        assertRefused(client.post(hello), 503, "maxSessions");

        assertThat(session.callTool("idle__count", "{\"key\":\"s\"}").toString())
            .contains("counted");
      }
    }
  }

  @Nested
  class GivenAsManyStreamsAsThereMayBe {
    @Test
    void whenOneMoreIsOpened_thenItIsRefusedAndCallsAreServed() throws InterruptedException {
      List<EventStream> open = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        open.add(client.stateless().listen("{\"toolsListChanged\":true}"));
      }

      assertRefused(
          client.stateless().call(Methods.LISTEN, "{\"notifications\":{}}"), 503, "maxStreams");

      assertThat(call("bob", "idle__count", "b1").result().toString()).contains("counted");
      open.forEach(EventStream::close);
    }
  }

  private static Json assertRefused(ClientAnswer answer, int status, String limit)
      throws InterruptedException {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
    Json error = answer.error();
    assertThat(error.text("data", "limit")).isEqualTo(limit);
    assertThat(error.text("message")).contains(limit);
    assertThat(error.text("data", "executed")).isEqualTo("no");
    assertThat(error.at("data", "retryAfterMs")).isNotNull();
    return error;
  }

  /** Makes a call that is under way until the test ends. */
  private void hold(String caller, String key) {
    held.add(Running.start(() -> call(caller, "busy__hold", key)));
    Eventually.see(() -> busy.times(key), times -> times == 1, PATIENCE);
  }

  private ClientAnswer call(String caller, String tool, String key) throws InterruptedException {
    String params = "{\"name\":\"%s\",\"arguments\":{\"key\":\"%s\"}}".formatted(tool, key);
    return client.stateless().call(Methods.TOOLS_CALL, params, "Authorization", caller);
  }
}
