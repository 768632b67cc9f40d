package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ValueKind.Address;
import io.onemcp.adapters.config.ValueKind.Addresses;
import io.onemcp.adapters.config.ValueKind.Choice;
import io.onemcp.adapters.config.ValueKind.Environment;
import io.onemcp.adapters.config.ValueKind.Line;
import io.onemcp.adapters.config.ValueKind.Lines;
import io.onemcp.adapters.config.ValueKind.Pairs;
import io.onemcp.adapters.config.ValueKind.Size;
import io.onemcp.adapters.config.ValueKind.Span;
import io.onemcp.adapters.config.ValueKind.Switch;
import io.onemcp.adapters.config.ValueKind.Whole;
import io.onemcp.core.config.Replicas;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every key that the reader knows: the schema and the reference page name exactly these.
 *
 * <p>The default is written as a person would write it in the file; empty where leaving the key out
 * has no equivalent.
 */
enum ConfigKey {
  HTTP_HOST("runtime.http.host", new Line(), "\"127.0.0.1\""),
  HTTP_PORT("runtime.http.port", new Whole(0, 65_535), "3050"),
  HTTP_ALLOWED_HOSTS("runtime.http.allowedHosts", new Lines(), "[]"),
  HTTP_ALLOWED_ORIGINS("runtime.http.allowedOrigins", new Lines(), "[]"),
  HTTP_EXTERNAL_URL("runtime.http.externalUrl", new Address(), ""),
  HTTP_SOCKET("runtime.http.socket", new Line(), ""),
  AUTH_ENABLED("runtime.auth.enabled", new Switch(), "true"),
  AUTH_CONFIRM_NO_AUTH("runtime.auth.confirmNoAuth", new Switch(), "false"),
  LOADING_MODE("runtime.loading.mode", new Choice(List.of("async", "sync", "lazy")), "\"async\""),
  LOADING_WAIT("runtime.loading.wait", new Span(true), "\"10s\""),
  LOADING_DEADLINE("runtime.loading.deadline", new Span(false), "\"30s\""),
  LOADING_IDLE("runtime.loading.idleTimeout", new Span(false), "\"5m\""),
  SUPERVISION_MAX_RESTART_DELAY("runtime.supervision.maxRestartDelay", new Span(false), "\"30s\""),
  SUPERVISION_STABLE_AFTER("runtime.supervision.stableAfter", new Span(false), "\"1m\""),
  SUPERVISION_GRACE("runtime.supervision.grace", new Span(true), "\"5m\""),
  SUPERVISION_RETURN_WAIT("runtime.supervision.returnWait", new Span(true), "\"2s\""),
  SUPERVISION_PING_INTERVAL("runtime.supervision.pingInterval", new Span(true), "\"30s\""),
  SUPERVISION_PING_TIMEOUT("runtime.supervision.pingTimeout", new Span(false), "\"5s\""),
  SUPERVISION_PING_MISSES("runtime.supervision.pingMisses", new Whole(1, 1_000), "3"),
  SUPERVISION_BREAKER_FAILURES("runtime.supervision.breakerFailures", new Whole(0, 1_000_000), "5"),
  SUPERVISION_BREAKER_PAUSE("runtime.supervision.breakerPause", new Span(false), "\"2s\""),
  RELOAD_ENABLED("runtime.reload.enabled", new Switch(), "true"),
  RELOAD_DEBOUNCE("runtime.reload.debounce", new Span(true), "\"100ms\""),
  RELOAD_DRAIN("runtime.reload.drain", new Span(true), "\"30s\""),
  NAMING_MODE(
      "runtime.naming.mode", new Choice(List.of("prefix", "on-conflict", "none")), "\"prefix\""),
  NAMING_SEPARATOR("runtime.naming.separator", new Line(), "\"__\""),
  NAMING_MAX_LENGTH("runtime.naming.maxLength", new Whole(16, 1_024), "64"),
  SERVER_LOGS_MAX_SIZE("runtime.serverLogs.maxSize", new Size(), "\"10MiB\""),
  SERVER_LOGS_FILES("runtime.serverLogs.files", new Whole(0, 100), "3"),
  LIMITS_MAX_BODY("runtime.limits.maxBody", new Size(), "\"4MiB\""),
  LIMITS_MAX_JSON_DEPTH("runtime.limits.maxJsonDepth", new Whole(10, 10_000), "200"),
  LIMITS_MAX_BACKEND_MESSAGE("runtime.limits.maxBackendMessage", new Size(), "\"64MiB\""),
  LIMITS_MAX_SESSIONS("runtime.limits.maxSessions", new Whole(1, 10_000_000), "10000"),
  LIMITS_SESSION_IDLE("runtime.limits.sessionIdle", new Span(false), "\"24h\""),
  LIMITS_MAX_STREAM_QUEUE("runtime.limits.maxStreamQueue", new Whole(1, 1_000_000), "1024"),
  LIMITS_MAX_STREAMS("runtime.limits.maxStreams", new Whole(1, 10_000_000), "10000"),
  LIMITS_MAX_IN_FLIGHT("runtime.limits.maxInFlightPerBackend", new Whole(1, 1_000_000), "1024"),
  LIMITS_MAX_IN_FLIGHT_OF_CLIENT(
      "runtime.limits.maxInFlightPerClient", new Whole(1, 1_000_000), "1000"),
  LIMITS_MAX_QUEUE("runtime.limits.maxQueuePerBackend", new Whole(0, 1_000_000), "256"),
  LIMITS_QUEUE_WAIT("runtime.limits.queueWait", new Span(true), "\"10s\""),
  LIMITS_MAX_HELD("runtime.limits.maxHeldCalls", new Whole(1, 1_000_000), "2000"),
  LIMITS_MAX_HELD_OF_CLIENT(
      "runtime.limits.maxHeldCallsPerClient", new Whole(1, 1_000_000), "1000"),
  LIMITS_REPLAY_EVENTS("runtime.limits.replayEvents", new Whole(1, 1_000_000), "256"),
  LIMITS_REPLAY_BYTES("runtime.limits.replayBytes", new Size(), "\"1MiB\""),
  LIMITS_REPLAY_TOTAL("runtime.limits.replayTotal", new Size(), "\"64MiB\""),
  LIMITS_MAX_CONNECTIONS("runtime.limits.maxConnections", new Whole(1, 10_000_000), "20000"),
  LIMITS_QUESTION_TIMEOUT("runtime.limits.questionTimeout", new Span(false), "\"10m\""),
  LIMITS_PAGE_SIZE("runtime.limits.pageSize", new Whole(0, 1_000_000), "0"),
  SERVER_TYPE(
      "mcpServers.*.type",
      new Choice(List.of("stdio", "http", "streamableHttp", "streamable-http", "sse")),
      ""),
  SERVER_COMMAND("mcpServers.*.command", new Line(), ""),
  SERVER_ARGS("mcpServers.*.args", new Lines(), "[]"),
  SERVER_ENV("mcpServers.*.env", new Environment(), "{}"),
  SERVER_CWD("mcpServers.*.cwd", new Line(), ""),
  SERVER_STOP_TIMEOUT("mcpServers.*.stopTimeout", new Span(true), "\"10s\""),
  SERVER_KILL_TIMEOUT("mcpServers.*.killTimeout", new Span(true), "\"9s\""),
  SERVER_URL("mcpServers.*.url", new Address(), ""),
  SERVER_URLS("mcpServers.*.urls", new Addresses(), ""),
  SERVER_REPLICAS("mcpServers.*.replicas", new Whole(1, Replicas.MAX), "1"),
  SERVER_BALANCE(
      "mcpServers.*.balance",
      new Choice(List.of("least-connections", "round-robin")),
      "\"least-connections\""),
  SERVER_HEADERS("mcpServers.*.headers", new Pairs(), "{}"),
  SERVER_DISABLED("mcpServers.*.disabled", new Switch(), "false"),
  SERVER_TAGS("mcpServers.*.tags", new Lines(), "[]"),
  SERVER_CONNECTION_TIMEOUT("mcpServers.*.connectionTimeout", new Span(false), "\"30s\""),
  SERVER_REQUEST_TIMEOUT("mcpServers.*.requestTimeout", new Span(false), "\"5m\""),
  SERVER_TIMEOUT("mcpServers.*.timeout", new Span(false), ""),
  SERVER_LOADING("mcpServers.*.loading", new Choice(List.of("async", "sync", "lazy")), ""),
  SERVER_IDLE("mcpServers.*.idleTimeout", new Span(false), ""),
  SERVER_RESTART_ON_EXIT("mcpServers.*.restartOnExit", new Switch(), "true"),
  SERVER_MAX_RESTARTS("mcpServers.*.maxRestarts", new Whole(0, 1_000_000), "10"),
  SERVER_RESTART_DELAY("mcpServers.*.restartDelay", new Span(false), "\"500ms\""),
  SERVER_RETRY_IDEMPOTENT("mcpServers.*.retryIdempotent", new Switch(), "false"),
  SERVER_MAX_IN_FLIGHT("mcpServers.*.maxInFlight", new Whole(1, 1_000_000), ""),
  SERVER_MAX_QUEUE("mcpServers.*.maxQueue", new Whole(0, 1_000_000), ""),
  SERVER_QUEUE_WAIT("mcpServers.*.queueWait", new Span(true), ""),
  DEFAULTS_ENV("serverDefaults.env", new Environment(), "{}"),
  DEFAULTS_STOP_TIMEOUT("serverDefaults.stopTimeout", new Span(true), "\"10s\""),
  DEFAULTS_KILL_TIMEOUT("serverDefaults.killTimeout", new Span(true), "\"9s\""),
  DEFAULTS_HEADERS("serverDefaults.headers", new Pairs(), "{}"),
  DEFAULTS_CONNECTION_TIMEOUT("serverDefaults.connectionTimeout", new Span(false), "\"30s\""),
  DEFAULTS_REQUEST_TIMEOUT("serverDefaults.requestTimeout", new Span(false), "\"5m\""),
  DEFAULTS_TIMEOUT("serverDefaults.timeout", new Span(false), ""),
  DEFAULTS_LOADING("serverDefaults.loading", new Choice(List.of("async", "sync", "lazy")), ""),
  DEFAULTS_IDLE("serverDefaults.idleTimeout", new Span(false), ""),
  DEFAULTS_RESTART_ON_EXIT("serverDefaults.restartOnExit", new Switch(), "true"),
  DEFAULTS_MAX_RESTARTS("serverDefaults.maxRestarts", new Whole(0, 1_000_000), "10"),
  DEFAULTS_RESTART_DELAY("serverDefaults.restartDelay", new Span(false), "\"500ms\""),
  DEFAULTS_RETRY_IDEMPOTENT("serverDefaults.retryIdempotent", new Switch(), "false"),
  DEFAULTS_MAX_IN_FLIGHT("serverDefaults.maxInFlight", new Whole(1, 1_000_000), ""),
  DEFAULTS_MAX_QUEUE("serverDefaults.maxQueue", new Whole(0, 1_000_000), ""),
  DEFAULTS_QUEUE_WAIT("serverDefaults.queueWait", new Span(true), "");

  /** Stands for the name of any server. */
  static final String SERVERS = "mcpServers.*";

  static final String SERVER_DEFAULTS = "serverDefaults";
  static final String RUNTIME = "runtime";

  private final String path;

  @SuppressWarnings("ImmutableEnumChecker") // a sealed family of records over immutable lists
  private final ValueKind kind;

  private final String fallback;

  ConfigKey(String path, ValueKind kind, String fallback) {
    this.path = path;
    this.kind = kind;
    this.fallback = fallback;
  }

  /** Returns the dotted path. */
  String path() {
    return path;
  }

  /** Returns the last step of the path. */
  String leaf() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Returns the path without its last step. */
  String section() {
    return path.substring(0, path.lastIndexOf('.'));
  }

  ValueKind kind() {
    return kind;
  }

  /** Returns the default as JSON text; empty for none. */
  String fallback() {
    return fallback;
  }

  /** Returns the names of the keys directly in a section. */
  static List<String> leavesOf(String section) {
    return keys().filter(key -> key.section().equals(section)).map(ConfigKey::leaf).toList();
  }

  /** Returns the names of the sections directly in a section. */
  static List<String> sectionsOf(String section) {
    return keys()
        .map(ConfigKey::section)
        .filter(it -> it.startsWith(section + "."))
        .map(it -> it.substring(section.length() + 1))
        .distinct()
        .toList();
  }

  /** Returns the keys that bear this name, wherever they stand below a section. */
  static List<String> pathsTo(String leaf, String section) {
    return keys()
        .filter(key -> key.leaf().equals(leaf) && key.path.startsWith(section + "."))
        .map(ConfigKey::path)
        .toList();
  }

  private static Stream<ConfigKey> keys() {
    return Stream.of(values());
  }
}
