package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.BackendReport;
import io.onemcp.app.embedded.OneMcpRuntime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every client meets every backend in every feature, through one gateway. */
final class MatrixTest {
  private static final Map<Backend, ServerScript> BACKENDS = new EnumMap<>(Backend.class);
  private static final Map<Client, PeerClient> CLIENTS = new EnumMap<>(Client.class);
  private static final Outcomes OUTCOMES = new Outcomes();
  private static final Deque<AutoCloseable> ENDS = new ArrayDeque<>();
  private static URI mcp = URI.create("");

  @BeforeAll
  static void start() throws InterruptedException {
    OneMcpRuntime.Builder builder = OneMcpRuntime.builder();
    for (Backend backend : Backend.values()) {
      ServerScript script = backend.script();
      BACKENDS.put(backend, script);
      ENDS.push(backend.serve(script, builder));
    }
    OneMcpRuntime gateway = builder.http("127.0.0.1", 0).start();
    ENDS.push(gateway);
    assertThat(gateway.awaitSettled(Duration.ofSeconds(30))).isTrue();
    assertThat(gateway.backends()).extracting(BackendReport::state).containsOnly("ready");
    mcp = gateway.url().orElseThrow();
    for (Client client : Client.values()) {
      PeerClient open = client.open(mcp);
      CLIENTS.put(client, open);
      ENDS.push(open);
    }
  }

  @AfterAll
  static void end() throws Exception {
    while (!ENDS.isEmpty()) {
      ENDS.pop().close();
    }
  }

  @TestFactory
  Stream<DynamicNode> whenAClientUsesAFeatureOfABackend_thenItWorksOrTheAnswerIsHonest() {
    Stream<DynamicNode> features =
        Arrays.stream(Feature.values())
            .map(feature -> DynamicContainer.dynamicContainer(feature.label(), cells(feature)));
    DynamicNode page =
        DynamicTest.dynamicTest(
            "the page says so", () -> CompatibilityPage.assertSays("matrix", OUTCOMES.markdown()));
    return Stream.concat(features, Stream.of(page));
  }

  /** Clients of the SDKs ask for no completion where none is declared. */
  @ParameterizedTest
  @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
  void whenABackendIsOlderThanTheWordForCompletion_thenTheWordIsSaidInItsName(Client client)
      throws InterruptedException {
    String name = Objects.requireNonNull(BACKENDS.get(Backend.SSE_2024_11_05)).name();
    try (PeerClient peer = client.open(URI.create(mcp + "/server/" + name))) {
      assertThat(peer.serverCapabilities().at("completions")).isNotNull();
    }
  }

  private static Stream<DynamicTest> cells(Feature feature) {
    return CLIENTS.keySet().stream()
        .flatMap(client ->
            BACKENDS.keySet().stream()
                .map(backend ->
                    DynamicTest.dynamicTest(
                        client.label() + " to " + backend.label(),
                        () -> play(feature, client, backend))));
  }

  private static void play(Feature feature, Client client, Backend backend)
      throws InterruptedException {
    ServerScript script = Objects.requireNonNull(BACKENDS.get(backend));
    PeerClient peer = Objects.requireNonNull(CLIENTS.get(client));
    Feature.Verdict verdict = feature.play(new Meeting(peer, script, script.name() + "__"));
    OUTCOMES.record(feature, client, backend, verdict);
  }
}
