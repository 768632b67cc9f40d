package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.StatefulClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is over a limit hears over HTTP which one it is, and when to come again. */
final class LimitsTest {
  private static final BackendLine LINE = BackendLine.STATEFUL_HTTP_JSON;
  private static final String WAIT = "one__" + AskingBackend.WAIT;

  @TempDir private Path folder;

  private final AskingBackend backend = new AskingBackend(LINE);
  private final BlockingQueue<ClientAnswer> answers = new LinkedBlockingQueue<>();
  private ScriptedGateway gateway = ScriptedGateway.prepare();

  @AfterEach
  void end() {
    gateway.close();
  }

  private void start(String limits) throws InterruptedException, IOException {
    Path file =
        Files.writeString(
            folder.resolve("mcp.json"),
            "{\"mcpServers\":{},\"runtime\":{\"limits\":{" + limits + "}}}");
    GatewayConfig config = ((Reading.Loaded) new JsonConfigFile(file, Map.of()).load()).config();
    gateway =
        ScriptedGateway.prepare(OneMcpRuntime.builder().config(config))
            .with("one", LINE, backend.server())
            .start();
  }

  /** A call that ends when the backend is released; its answer goes to the others. */
  private void callAside() {
    Running.start(() -> answers.add(stateless(AskingBackend.asking("key"))));
  }

  private ClientAnswer stateless(String arguments) throws InterruptedException {
    return RoundTrip.tool(gateway.client().stateless(), WAIT, arguments).first();
  }

  private ClientAnswer nextAnswer() throws InterruptedException {
    ClientAnswer next = answers.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no answer (expected: one)");
    }
    return next;
  }

  private static void assertOver(ClientAnswer answer, int status, String limit)
      throws InterruptedException {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
    Json error = answer.error();
    assertThat(error.text("message")).contains(limit);
    Json data = error.at("data");
    if (data != null) {
      assertThat(data.text("limit")).isEqualTo(limit);
      assertThat(String.valueOf(data.at("retryAfterMs"))).matches("[1-9]\\d*");
    }
  }

  @Nested
  class GivenABackendThatTakesOneRequestAtATime {
    @Test
    void whenItsQueueIsFull_thenTheNextIsToldAtOnce() throws Exception {
      start("\"maxInFlightPerBackend\":1,\"maxQueuePerBackend\":1,\"queueWait\":\"20s\"");
      callAside();
      backend.server().awaitReceived(Methods.TOOLS_CALL);

      callAside();
      callAside();

      assertOver(nextAnswer(), 503, "maxQueuePerBackend");
      backend.release();
      backend.release();
      assertThat(nextAnswer().status()).isEqualTo(200);
      assertThat(nextAnswer().status()).isEqualTo(200);
    }

    @Test
    void whenTheWaitIsOver_thenItIsTold() throws Exception {
      start("\"maxInFlightPerBackend\":1,\"queueWait\":\"20ms\"");
      callAside();
      backend.server().awaitReceived(Methods.TOOLS_CALL);

      assertOver(stateless(AskingBackend.asking("late")), 503, "queueWait");
      backend.release();
      assertThat(nextAnswer().status()).isEqualTo(200);
      assertThat(backend.executions("late")).isZero();
    }
  }

  @Nested
  class GivenANoisyClientAndNoAuthentication {
    @Test
    void whenItHasTooMuchUnderWay_thenItIsRefusedAndOthersAreNot() throws Exception {
      start("\"maxInFlightPerClient\":1");
      StatefulClient noisy = gateway.client().initialize(Revision.V2025_11_25);
      StatefulClient other = gateway.client().initialize(Revision.V2025_11_25);
      String params = "{\"name\":\"" + WAIT + "\",\"arguments\":" + AskingBackend.asking("k") + "}";
      Running<ClientAnswer> first = Running.start(() -> noisy.call(Methods.TOOLS_CALL, params));
      backend.server().awaitReceived(Methods.TOOLS_CALL);

      assertOver(noisy.call(Methods.TOOLS_LIST, "{}"), 429, "maxInFlightPerClient");
      assertThat(other.call(Methods.TOOLS_LIST, "{}").status()).isEqualTo(200);
      assertThat(gateway.client().stateless().call(Methods.TOOLS_LIST, "{}").status())
          .isEqualTo(200);
      backend.release();
      assertThat(first.result().status()).isEqualTo(200);
    }

    @Test
    void whenItHasNoSession_thenItsAddressCounts() throws Exception {
      start("\"maxInFlightPerClient\":1");
      callAside();
      backend.server().awaitReceived(Methods.TOOLS_CALL);

      assertOver(stateless(AskingBackend.asking("k")), 429, "maxInFlightPerClient");
      assertThat(gateway.runtime().client().tools()).isNotEmpty();
      backend.release();
      assertThat(nextAnswer().status()).isEqualTo(200);
    }
  }

  @Nested
  class GivenTablesThatAreFull {
    @Test
    void whenThereAreTooManySessions_thenTheNextIsRefused() throws Exception {
      start("\"maxSessions\":1");
      try (StatefulClient _ = gateway.client().initialize(Revision.V2025_11_25)) {
        String initialize =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":"
                + "{\"name\":\"n\",\"version\":\"1\"}}}";

        assertOver(gateway.client().post(initialize), 503, "maxSessions");
      }
    }

    @Test
    void whenThereAreTooManyStreams_thenTheNextIsRefusedInBothEras() throws Exception {
      start("\"maxStreams\":1");
      try (StatefulClient holder = gateway.client().initialize(Revision.V2025_11_25);
          StatefulClient other = gateway.client().initialize(Revision.V2025_11_25);
          EventStream _ = holder.listen()) {
        assertOver(other.get(), 503, "maxStreams");
        assertOver(
            gateway
                .client()
                .stateless()
                .call(Methods.LISTEN, "{\"notifications\":{\"toolsListChanged\":true}}"),
            503,
            "maxStreams");
      }
    }
  }
}
