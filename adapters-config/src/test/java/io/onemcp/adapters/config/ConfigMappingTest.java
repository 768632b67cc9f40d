package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.AuthConfig;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigDiff;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.config.Limits;
import io.onemcp.core.config.LoadingConfig;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.config.ReloadConfig;
import io.onemcp.core.config.Replicas;
import io.onemcp.core.config.ServerLogsConfig;
import io.onemcp.core.config.StopTimes;
import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.config.TrafficLimits;
import io.onemcp.core.config.Upkeep;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key reaches its record, and every default is what the key list says. */
class ConfigMappingTest {
  private static final String EVERY_RUNTIME_KEY =
      """
      {"runtime": {
        "http": {
          "host": "0.0.0.0", "port": 4000, "allowedHosts": ["gate.example"],
          "allowedOrigins": ["https://app.example"], "externalUrl": "https://gate.example/base",
          "socket": "gate.sock"
        },
        "auth": {"enabled": false, "confirmNoAuth": true},
        "loading": {"mode": "lazy", "wait": "1s", "deadline": "2s", "idleTimeout": "3s"},
        "supervision": {
          "maxRestartDelay": "1s", "stableAfter": "2s", "grace": 0, "returnWait": "4s",
          "pingInterval": "5s", "pingTimeout": "6s", "pingMisses": 7,
          "breakerFailures": 8, "breakerPause": "9s"
        },
        "reload": {"enabled": false, "debounce": "1s", "drain": "2s"},
        "serverLogs": {"maxSize": "1MiB", "files": 1},
        "naming": {"mode": "on-conflict", "separator": "_1mcp_", "maxLength": 128},
        "limits": {
          "maxBody": "1MiB", "maxJsonDepth": 50, "maxBackendMessage": 2048, "maxSessions": 7,
          "sessionIdle": "5m", "maxStreamQueue": 8, "maxStreams": 9, "maxInFlightPerBackend": 10,
          "maxInFlightPerClient": 13, "maxQueuePerBackend": 14, "queueWait": "15s",
          "maxHeldCalls": 17, "maxHeldCallsPerClient": 18,
          "replayEvents": 12, "replayBytes": "2KiB", "replayTotal": "3KiB",
          "maxConnections": 16, "questionTimeout": "3m", "pageSize": 11
        }
      }}
      """;

  @TempDir private Path temp;

  @Test
  void whenEveryRuntimeKeyIsSet_thenEveryComponentHasItsValue() throws Exception {
    GatewayConfig config = new ConfigFolder(temp).loaded(EVERY_RUNTIME_KEY).config();

    assertThat(config.http())
        .isEqualTo(
            new HttpConfig(
                "0.0.0.0",
                4000,
                Set.of("gate.example"),
                Set.of("https://app.example"),
                Optional.of(URI.create("https://gate.example/base")),
                Optional.of("gate.sock")));
    assertThat(config.auth()).isEqualTo(new AuthConfig(false, true));
    assertThat(config.naming())
        .isEqualTo(new NamingConfig(NamingConfig.Mode.ON_CONFLICT, "_1mcp_", 128));
    assertThat(config.limits())
        .isEqualTo(
            new Limits(
                1 << 20,
                50,
                2048,
                7,
                Duration.ofMinutes(5),
                8,
                9,
                10,
                12,
                2048,
                3072,
                16,
                Duration.ofMinutes(3),
                11));
    assertThat(config.serverLogs()).isEqualTo(new ServerLogsConfig(1 << 20, 1));
    assertNothingIsDefault(config.http(), HttpConfig.DEFAULT);
    assertNothingIsDefault(config.auth(), AuthConfig.DEFAULT);
    assertNothingIsDefault(config.naming(), NamingConfig.DEFAULT);
    assertNothingIsDefault(config.limits(), Limits.DEFAULT);
  }

  @Test
  void whenEveryKeyOfTheLifeOfServersIsSet_thenEveryComponentHasItsValue() throws Exception {
    GatewayConfig config = new ConfigFolder(temp).loaded(EVERY_RUNTIME_KEY).config();

    assertThat(config.loading())
        .isEqualTo(
            new LoadingConfig(
                LoadingMode.LAZY,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3)));
    assertThat(config.supervision())
        .isEqualTo(
            new SupervisionConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ofSeconds(4),
                new SupervisionConfig.Liveness(Duration.ofSeconds(5), Duration.ofSeconds(6), 7),
                new SupervisionConfig.Breaker(8, Duration.ofSeconds(9))));
    assertThat(config.traffic())
        .isEqualTo(new TrafficLimits(13, 14, Duration.ofSeconds(15), 17, 18));
    assertThat(config.reload())
        .isEqualTo(new ReloadConfig(false, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertNothingIsDefault(config.loading(), LoadingConfig.DEFAULT);
    assertNothingIsDefault(config.reload(), ReloadConfig.DEFAULT);
    assertNothingIsDefault(config.supervision(), SupervisionConfig.DEFAULT);
    assertNothingIsDefault(config.traffic(), TrafficLimits.DEFAULT);
  }

  @Test
  void whenEveryServerKeyIsSet_thenEveryComponentHasItsValue() throws Exception {
    BackendDefinition server =
        new ConfigFolder(temp)
            .server(
                """
                {"command": "x", "args": ["a"], "env": {"K": "v"}, "cwd": "/tmp",
                 "stopTimeout": "1s", "killTimeout": 0,
                 "disabled": true, "tags": ["t"], "connectionTimeout": 1, "requestTimeout": "2s",
                 "loading": "sync", "idleTimeout": "3s", "restartOnExit": false, "maxRestarts": 4,
                 "restartDelay": "5s", "retryIdempotent": true, "maxInFlight": 6, "maxQueue": 7,
                 "queueWait": "8s", "replicas": 3, "balance": "round-robin"}
                """);

    BackendTransport.Stdio stdio = (BackendTransport.Stdio) server.transport();
    assertThat(stdio.stop()).isEqualTo(new StopTimes(Duration.ofSeconds(1), Duration.ZERO));
    assertNothingIsDefault(
        stdio, new BackendTransport.Stdio("", List.of(), Map.of(), Optional.empty()));
    assertNothingIsDefault(
        server, BackendDefinition.of("other", new BackendTransport.InProcess("")));
    assertThat(server.upkeep())
        .isEqualTo(
            new Upkeep(
                Optional.of(LoadingMode.SYNC),
                Optional.of(Duration.ofSeconds(3)),
                new Upkeep.Restarts(false, 4, Duration.ofSeconds(5)),
                true,
                new Upkeep.Share(
                    OptionalInt.of(6), OptionalInt.of(7), Optional.of(Duration.ofSeconds(8)))));
    assertThat(server.replicas())
        .isEqualTo(new Replicas(List.of(stdio, stdio), Replicas.Balance.ROUND_ROBIN));
    assertThat(server.connectTimeout()).isEqualTo(Duration.ofMillis(1));
    assertThat(server.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whenEveryRuntimeKeyChanges_thenTheDifferenceNamesExactlyTheKeys() {
    GatewayConfig plain = new ConfigFolder(temp).loaded("{}").config();
    GatewayConfig changed = new ConfigFolder(temp).loaded(EVERY_RUNTIME_KEY).config();

    ConfigDiff diff = ConfigDiff.between(plain, changed, plain);

    assertThat(Stream.concat(diff.applied().stream(), diff.pending().stream()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ConfigKey.values())
                .map(ConfigKey::path)
                .filter(path -> path.startsWith(ConfigKey.RUNTIME + "."))
                .toList());
  }

  @Test
  void whenEveryNamingModeIsSet_thenItIsRead() {
    ConfigFolder folder = new ConfigFolder(temp);
    String text = "{\"runtime\": {\"naming\": {\"mode\": \"%s\"}}}";

    assertThat(folder.loaded(text.formatted("prefix")).config().naming().mode())
        .isEqualTo(NamingConfig.Mode.PREFIX);
    assertThat(folder.loaded(text.formatted("none")).config().naming().mode())
        .isEqualTo(NamingConfig.Mode.NONE);
  }

  @Test
  void whenADefaultIsStated_thenItChangesNothing() {
    GatewayConfig plain = new ConfigFolder(temp).loaded(stating("serverDefaults", "")).config();

    for (ConfigKey key : ConfigKey.values()) {
      if (!key.fallback().isEmpty()) {
        String member = "\"" + key.leaf() + "\": " + key.fallback();
        assertThat(new ConfigFolder(temp).loaded(stating(key.section(), member)).config())
            .as(key.path())
            .isEqualTo(plain);
      }
    }
  }

  /** Writes a file with one server and one more member in a section. */
  private static String stating(String section, String member) {
    boolean ofServer = section.equals(ConfigKey.SERVERS);
    String server = "{\"command\": \"x\"" + (ofServer ? ", " + member : "") + "}";
    String servers = "\"mcpServers\": {\"s\": " + server + "}";
    String other = "{" + (ofServer ? "" : member) + "}";
    if (section.startsWith(ConfigKey.RUNTIME)) {
      String inner = section.substring(ConfigKey.RUNTIME.length() + 1);
      return "{" + servers + ", \"runtime\": {\"" + inner + "\": " + other + "}}";
    }
    return "{" + servers + ", \"serverDefaults\": " + other + "}";
  }

  private static void assertNothingIsDefault(Record read, Record standard) throws Exception {
    for (RecordComponent component : Stream.of(read.getClass().getRecordComponents()).toList()) {
      component.getAccessor().setAccessible(true);
      assertThat(component.getAccessor().invoke(read))
          .as(component.getName())
          .isNotEqualTo(component.getAccessor().invoke(standard));
    }
  }
}
