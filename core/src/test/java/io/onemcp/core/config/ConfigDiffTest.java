package io.onemcp.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {
  private static final BackendTransport STDIO =
      new BackendTransport.Stdio(
          "run", List.of("a"), Map.of("KEY", "secret", "SAME", "1"), Optional.empty());
  private static final BackendTransport HTTP =
      new BackendTransport.Http(URI.create("https://h.example/mcp"), Map.of("Authorization", "s"));
  private static final GatewayConfig NOTHING = GatewayConfig.DEFAULT;

  @Nested
  class GivenServers {
    @Test
    void whenNothingDiffers_thenThereIsNothingToDo() {
      GatewayConfig config = with(backend("b", STDIO));

      ConfigDiff diff = between(config, with(backend("b", STDIO)));

      assertThat(diff.isEmpty()).isTrue();
      assertThat(diff.lines()).isEmpty();
    }

    @Test
    void whenTheOrderDiffers_thenThatIsNoDifference() {
      assertThat(
              between(
                      with(backend("a", STDIO), backend("b", HTTP)),
                      with(backend("b", HTTP), backend("a", STDIO)))
                  .isEmpty())
          .isTrue();
    }

    @Test
    void whenTheyComeAndGo_thenEachIsNamed() {
      ConfigDiff diff =
          between(
              with(backend("gone", STDIO), backend("same", HTTP)),
              with(backend("same", HTTP), backend("new", STDIO)));

      assertThat(diff.lines()).containsExactly("- gone", "+ new");
      assertThat(diff.backends())
          .containsExactly(
              new BackendChange.Removed(new BackendName("gone")),
              new BackendChange.Added(backend("new", STDIO)));
    }

    @Test
    void whenAProcessIsDefinedOtherwise_thenKeysAreToldAndNoValues() {
      BackendTransport other =
          new BackendTransport.Stdio(
              "walk",
              List.of("b"),
              Map.of("KEY", "hidden", "SAME", "1", "MORE", "x"),
              Optional.of("/tmp"));

      assertThat(between(with(backend("b", STDIO)), with(backend("b", other))))
          .hasToString("~ b: args, command, cwd, env.KEY, env.MORE (restarts)");
    }

    @Test
    void whenARemoteOneIsDefinedOtherwise_thenKeysAreToldAndNoValues() {
      Map<String, String> headers = Map.of("Authorization", "t");
      URI url = URI.create("https://h.example/other?key=secret");

      assertThat(lines(HTTP, new BackendTransport.Http(url, headers)))
          .containsExactly("~ b: headers.Authorization, url (restarts)");
      assertThat(
              lines(
                  new BackendTransport.Sse(url, Map.of()), new BackendTransport.Sse(url, headers)))
          .containsExactly("~ b: headers.Authorization (restarts)");
      assertThat(lines(STDIO, HTTP)).containsExactly("~ b: type (restarts)");
    }

    @Test
    void whenNoOtherConnectionIsNeeded_thenItGoesOn() {
      BackendDefinition before = backend("b", STDIO);
      BackendDefinition after =
          new BackendDefinition(
              before.name(),
              STDIO,
              false,
              Set.of("t"),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2));

      assertThat(between(with(before), with(after)))
          .hasToString("~ b: connectionTimeout, requestTimeout, tags (goes on)");
    }
  }

  @Nested
  class GivenSettings {
    @Test
    void whenOneAppliesAtOnce_thenItIsApplied() {
      GatewayConfig patient =
          NOTHING.withReload(new ReloadConfig(true, Duration.ofMillis(100), Duration.ofHours(1)));

      ConfigDiff diff = between(NOTHING, patient);

      assertThat(diff.applied()).containsExactly("runtime.reload.drain");
      assertThat(diff.pending()).isEmpty();
      assertThat(diff.renames()).isFalse();
      assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void whenOneNeedsARestart_thenItIsPendingUntilItIsTakenBack() {
      GatewayConfig elsewhere = NOTHING.withHttp(HttpConfig.DEFAULT.at("0.0.0.0", 1));

      assertThat(ConfigDiff.between(NOTHING, elsewhere, NOTHING).lines())
          .containsExactly(
              "~ runtime.http.host (needs a restart of the gateway)",
              "~ runtime.http.port (needs a restart of the gateway)");
      assertThat(ConfigDiff.between(elsewhere, NOTHING, NOTHING).lines())
          .containsExactly("~ runtime.http.host", "~ runtime.http.port");
    }
  }

  private static List<String> lines(BackendTransport before, BackendTransport after) {
    return between(with(backend("b", before)), with(backend("b", after))).lines();
  }

  private static ConfigDiff between(GatewayConfig before, GatewayConfig after) {
    return ConfigDiff.between(before, after, before);
  }

  private static GatewayConfig with(BackendDefinition... backends) {
    return NOTHING.withBackends(List.of(backends));
  }

  private static BackendDefinition backend(String name, BackendTransport transport) {
    return BackendDefinition.of(name, transport);
  }
}
