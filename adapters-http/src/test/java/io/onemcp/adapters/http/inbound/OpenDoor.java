package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.inbound.HealthReport.BackendHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Breaker;
import io.onemcp.adapters.http.inbound.HealthReport.ConfigHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Connection;
import io.onemcp.adapters.http.inbound.HealthReport.Lists;
import io.onemcp.adapters.http.inbound.HealthReport.Overall;
import io.onemcp.adapters.http.inbound.HealthReport.Phase;
import io.onemcp.adapters.http.inbound.HealthReport.ReplicaHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Setback;
import io.onemcp.adapters.http.inbound.HealthReport.Source;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.TestTasks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * An open door on loopback before scripted cores. Callers without credentials are {@code
 * anonymous}, {@code Bearer x} is {@code x}, and {@code Bearer wrong} is refused.
 */
final class OpenDoor implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);
  static final DoorSettings SETTINGS =
      new DoorSettings(
          HttpConfig.DEFAULT.at("127.0.0.1", 0), Limits.DEFAULT, LONG, LONG, Duration.ofSeconds(2));

  private static final Instant AT = Instant.parse("2026-07-28T12:00:00Z");

  final ScriptedStateless stateless = new ScriptedStateless();
  final ScriptedStateful stateful = new ScriptedStateful();
  final TestTasks tasks = new TestTasks();
  final UndertowDoor door;
  final int port;
  volatile Overall health = Overall.OK;

  /** How many changes somebody waits to be followed by the next one. */
  final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>();

  /** What they wait for. */
  final Semaphore change = new Semaphore(0);

  final HealthReports reports =
      new HealthReports() {
        @Override
        public HealthReport now() {
          return report();
        }

        @Override
        public HealthReport.Overall overall() {
          return report().overall();
        }

        @Override
        public HealthReport after(long changes, Duration bound) throws InterruptedException {
          waiting.add(changes);
          change.acquire();
          return report();
        }
      };

  OpenDoor() {
    this(UnaryOperator.identity());
  }

  OpenDoor(UnaryOperator<DoorSettings> change) {
    door =
        new UndertowDoor(
            change.apply(SETTINGS),
            new Interior(stateless, stateful, OpenDoor::judge, OpenDoor::view, reports, tasks));
    port = door.start();
  }

  static DoorSettings limited(DoorSettings settings, Limits limits) {
    return new DoorSettings(
        settings.http(), limits, settings.heartbeat(), settings.arrival(), settings.grace());
  }

  static DoorSettings beating(DoorSettings settings, Duration heartbeat) {
    return new DoorSettings(
        settings.http(), settings.limits(), heartbeat, settings.arrival(), settings.grace());
  }

  static DoorSettings arriving(DoorSettings settings, Duration arrival) {
    return new DoorSettings(
        settings.http(), settings.limits(), settings.heartbeat(), arrival, settings.grace());
  }

  static Limits limits(int body, int queue, int streams) {
    return limits(body, queue, streams, 256, 1 << 20);
  }

  static Limits limits(int body, int queue, int streams, int kept, int keptBytes) {
    return limits(body, queue, streams, kept, keptBytes, Limits.DEFAULT.maxConnections());
  }

  /** Returns limits with this number of connections. */
  static Limits connections(int most) {
    return limits(1 << 20, 100, 100, 256, 1 << 20, most);
  }

  private static Limits limits(
      int body, int queue, int streams, int kept, int keptBytes, int connections) {
    return new Limits(
        body,
        200,
        64 << 20,
        100,
        Duration.ofHours(1),
        queue,
        streams,
        100,
        kept,
        keptBytes,
        64 << 20,
        connections,
        Limits.DEFAULT.questionTimeout(),
        0);
  }

  static HttpConfig http(String host, Set<String> hosts, Set<String> origins) {
    return new HttpConfig(host, 0, hosts, origins, Optional.empty(), Optional.empty());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  ScriptedClient client() {
    return ScriptedClient.of(uri("/mcp"));
  }

  RawConnection connect() {
    return new RawConnection(port);
  }

  @Override
  public void close() {
    door.close();
    tasks.close();
  }

  private static Verdict judge(Optional<String> authorization) {
    String who = authorization.orElse("Bearer anonymous").replace("Bearer ", "");
    return who.equals("wrong")
        ? new Verdict.Challenge("no such key")
        : new Verdict.Authenticated(new Caller(who));
  }

  private static Optional<View> view(String name) {
    return name.equals("files")
        ? Optional.of(new View.OneBackend(new BackendName(name)))
        : Optional.empty();
  }

  private HealthReport report() {
    return new HealthReport(
        health,
        "1.2.3",
        7,
        new ConfigHealth(
            "rejected", Instant.EPOCH, List.of("mcp.json: empty"), List.of("runtime.http.port")),
        List.of("disk full"),
        List.of(files(), tracker()));
  }

  private static BackendHealth files() {
    return new BackendHealth(
        "files",
        Set.of("b", "a"),
        new Connection(
            "stdio",
            "stdio npx",
            Phase.READY,
            "ready",
            AT,
            Optional.of(Revision.V2025_11_25),
            Optional.empty(),
            new Breaker("open", Optional.of(AT)),
            Optional.of(new Setback(AT, "exited with 1"))),
        new Lists(Source.LIVE, Map.of("tools", 3, "prompts", 0)),
        List.of("hello"),
        2,
        List.of());
  }

  private static BackendHealth tracker() {
    return new BackendHealth(
        "tracker",
        Set.of(),
        new Connection(
            "http",
            "http https://t.example/mcp",
            Phase.STARTING,
            "connecting",
            AT,
            Optional.of(Revision.V2026_07_28),
            Optional.of("connecting"),
            new Breaker("closed", Optional.empty()),
            Optional.empty()),
        new Lists(Source.CACHED, Map.of("tools", 9)),
        List.of(),
        0,
        List.of(replica()));
  }

  private static ReplicaHealth replica() {
    Connection connection =
        new Connection(
            "http",
            "http https://t.example/mcp",
            Phase.RETRYING,
            "restarting",
            AT,
            Optional.empty(),
            Optional.of("refused"),
            new Breaker("closed", Optional.empty()),
            Optional.of(new Setback(AT, "refused")));
    return new ReplicaHealth("tracker", connection, 3);
  }
}
