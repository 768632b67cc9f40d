package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.core.config.AuthConfig;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.config.Limits;
import io.onemcp.core.config.LoadingConfig;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.config.ReloadConfig;
import io.onemcp.core.config.ServerLogsConfig;
import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.config.SupervisionConfig.Breaker;
import io.onemcp.core.config.SupervisionConfig.Liveness;
import io.onemcp.core.config.TrafficLimits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads what is ours alone: below {@code runtime}, a key that is not known is a problem. */
final class RuntimeSection {
  private final Table runtime;
  private final Findings problems;

  RuntimeSection(Table runtime, Findings problems) {
    this.runtime = runtime;
    this.problems = problems;
    refuseUnknown(runtime, ConfigKey.RUNTIME, ConfigKey.sectionsOf(ConfigKey.RUNTIME));
  }

  /** Returns the configuration without backends. */
  GatewayConfig config() {
    Section limits = section("limits");
    return new GatewayConfig(
        List.of(),
        naming(),
        limits(limits),
        http(),
        auth(),
        loading(),
        supervision(),
        traffic(limits),
        serverLogs(),
        reload());
  }

  private HttpConfig http() {
    Section http = section("http");
    HttpConfig standard = HttpConfig.DEFAULT;
    return new HttpConfig(
        http.text(ConfigKey.HTTP_HOST).orElse(standard.host()),
        http.whole(ConfigKey.HTTP_PORT).orElse(standard.port()),
        new LinkedHashSet<>(http.texts(ConfigKey.HTTP_ALLOWED_HOSTS)),
        new LinkedHashSet<>(http.texts(ConfigKey.HTTP_ALLOWED_ORIGINS)),
        http.address(ConfigKey.HTTP_EXTERNAL_URL),
        http.text(ConfigKey.HTTP_SOCKET));
  }

  private AuthConfig auth() {
    Section auth = section("auth");
    AuthConfig standard = AuthConfig.DEFAULT;
    return new AuthConfig(
        auth.flag(ConfigKey.AUTH_ENABLED).orElse(standard.enabled()),
        auth.flag(ConfigKey.AUTH_CONFIRM_NO_AUTH).orElse(standard.confirmNoAuth()));
  }

  private LoadingConfig loading() {
    Section loading = section("loading");
    LoadingConfig standard = LoadingConfig.DEFAULT;
    return new LoadingConfig(
        loading.choice(ConfigKey.LOADING_MODE).map(ServerEntry::mode).orElse(standard.mode()),
        loading.span(ConfigKey.LOADING_WAIT).orElse(standard.listWait()),
        loading.span(ConfigKey.LOADING_DEADLINE).orElse(standard.deadline()),
        loading.span(ConfigKey.LOADING_IDLE).orElse(standard.idle()));
  }

  private SupervisionConfig supervision() {
    Section keys = section("supervision");
    SupervisionConfig standard = SupervisionConfig.DEFAULT;
    Liveness liveness = standard.liveness();
    Breaker breaker = standard.breaker();
    return new SupervisionConfig(
        keys.span(ConfigKey.SUPERVISION_MAX_RESTART_DELAY).orElse(standard.maxRestartDelay()),
        keys.span(ConfigKey.SUPERVISION_STABLE_AFTER).orElse(standard.stableAfter()),
        keys.span(ConfigKey.SUPERVISION_GRACE).orElse(standard.grace()),
        keys.span(ConfigKey.SUPERVISION_RETURN_WAIT).orElse(standard.returnWait()),
        new Liveness(
            keys.span(ConfigKey.SUPERVISION_PING_INTERVAL).orElse(liveness.interval()),
            keys.span(ConfigKey.SUPERVISION_PING_TIMEOUT).orElse(liveness.timeout()),
            keys.whole(ConfigKey.SUPERVISION_PING_MISSES).orElse(liveness.misses())),
        new Breaker(
            keys.whole(ConfigKey.SUPERVISION_BREAKER_FAILURES).orElse(breaker.failures()),
            keys.span(ConfigKey.SUPERVISION_BREAKER_PAUSE).orElse(breaker.pause())));
  }

  private static TrafficLimits traffic(Section limits) {
    TrafficLimits standard = TrafficLimits.DEFAULT;
    return new TrafficLimits(
        limits.whole(ConfigKey.LIMITS_MAX_IN_FLIGHT_OF_CLIENT).orElse(standard.inFlightPerClient()),
        limits.whole(ConfigKey.LIMITS_MAX_QUEUE).orElse(standard.queuePerBackend()),
        limits.span(ConfigKey.LIMITS_QUEUE_WAIT).orElse(standard.queueWait()),
        limits.whole(ConfigKey.LIMITS_MAX_HELD).orElse(standard.heldCalls()),
        limits.whole(ConfigKey.LIMITS_MAX_HELD_OF_CLIENT).orElse(standard.heldCallsPerClient()));
  }

  private ReloadConfig reload() {
    Section reload = section("reload");
    ReloadConfig standard = ReloadConfig.DEFAULT;
    return new ReloadConfig(
        reload.flag(ConfigKey.RELOAD_ENABLED).orElse(standard.enabled()),
        reload.span(ConfigKey.RELOAD_DEBOUNCE).orElse(standard.debounce()),
        reload.span(ConfigKey.RELOAD_DRAIN).orElse(standard.drain()));
  }

  private ServerLogsConfig serverLogs() {
    Section logs = section("serverLogs");
    ServerLogsConfig standard = ServerLogsConfig.DEFAULT;
    return new ServerLogsConfig(
        logs.size(ConfigKey.SERVER_LOGS_MAX_SIZE).orElse(standard.maxBytes()),
        logs.whole(ConfigKey.SERVER_LOGS_FILES).orElse(standard.files()));
  }

  private NamingConfig naming() {
    Section naming = section("naming");
    NamingConfig standard = NamingConfig.DEFAULT;
    Optional<NamingConfig.Mode> mode =
        naming
            .choice(ConfigKey.NAMING_MODE)
            .map(word ->
                switch (word) {
                  case "on-conflict" -> NamingConfig.Mode.ON_CONFLICT;
                  case "none" -> NamingConfig.Mode.NONE;
                  default -> NamingConfig.Mode.PREFIX;
                });
    String separator = naming.text(ConfigKey.NAMING_SEPARATOR).orElse(standard.separator());
    int maxLength = naming.whole(ConfigKey.NAMING_MAX_LENGTH).orElse(standard.maxLength());
    try {
      return new NamingConfig(mode.orElse(standard.mode()), separator, maxLength);
    } catch (IllegalArgumentException _) {
      // The length was checked against its bounds, so it is the separator.
      naming.add(
          ConfigKey.NAMING_SEPARATOR,
          "this text cannot be used",
          Optional.of("1 to 16 of A-Z a-z 0-9 _ . -"),
          Optional.empty());
      return standard;
    }
  }

  private static Limits limits(Section limits) {
    Limits standard = Limits.DEFAULT;
    return new Limits(
        limits.size(ConfigKey.LIMITS_MAX_BODY).orElse(standard.maxBodyBytes()),
        limits.whole(ConfigKey.LIMITS_MAX_JSON_DEPTH).orElse(standard.maxJsonDepth()),
        limits.size(ConfigKey.LIMITS_MAX_BACKEND_MESSAGE).orElse(standard.maxBackendMessageBytes()),
        limits.whole(ConfigKey.LIMITS_MAX_SESSIONS).orElse(standard.maxSessions()),
        limits.span(ConfigKey.LIMITS_SESSION_IDLE).orElse(standard.sessionIdle()),
        limits.whole(ConfigKey.LIMITS_MAX_STREAM_QUEUE).orElse(standard.maxStreamQueue()),
        limits.whole(ConfigKey.LIMITS_MAX_STREAMS).orElse(standard.maxStreams()),
        limits.whole(ConfigKey.LIMITS_MAX_IN_FLIGHT).orElse(standard.maxInFlightPerBackend()),
        limits.whole(ConfigKey.LIMITS_REPLAY_EVENTS).orElse(standard.replayEvents()),
        limits.size(ConfigKey.LIMITS_REPLAY_BYTES).orElse(standard.replayBytes()),
        limits.size(ConfigKey.LIMITS_REPLAY_TOTAL).orElse(standard.replayTotalBytes()),
        limits.whole(ConfigKey.LIMITS_MAX_CONNECTIONS).orElse(standard.maxConnections()),
        limits.span(ConfigKey.LIMITS_QUESTION_TIMEOUT).orElse(standard.questionTimeout()),
        limits.whole(ConfigKey.LIMITS_PAGE_SIZE).orElse(standard.pageSize()));
  }

  private Section section(String name) {
    String path = Findings.join(ConfigKey.RUNTIME, name);
    Table table = problems.table(runtime, ConfigKey.RUNTIME, name);
    refuseUnknown(table, path, ConfigKey.leavesOf(path));
    return new Section(table, path, problems);
  }

  private void refuseUnknown(Table table, String path, List<String> known) {
    table
        .members()
        .forEach((key, member) -> {
          if (!known.contains(key)) {
            problems.add(
                member.at(),
                Findings.join(path, key),
                "unknown key",
                Optional.of("one of " + String.join(", ", known)),
                Nearest.to(key, known).or(() -> elsewhere(key)));
          }
        });
  }

  private static Optional<String> elsewhere(String key) {
    return ConfigKey.pathsTo(key, ConfigKey.RUNTIME).stream().findFirst();
  }
}
