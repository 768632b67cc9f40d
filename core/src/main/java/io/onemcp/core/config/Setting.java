package io.onemcp.core.config;

import java.util.function.Function;

/** A single value of the configuration that is about the gateway as a whole. */
enum Setting {
  HTTP_HOST("runtime.http.host", false, config -> config.http().host()),
  HTTP_PORT("runtime.http.port", false, config -> config.http().port()),
  HTTP_ALLOWED_HOSTS("runtime.http.allowedHosts", false, config -> config.http().allowedHosts()),
  HTTP_ALLOWED_ORIGINS(
      "runtime.http.allowedOrigins", false, config -> config.http().allowedOrigins()),
  HTTP_EXTERNAL_URL("runtime.http.externalUrl", false, config -> config.http().externalUrl()),
  HTTP_SOCKET("runtime.http.socket", false, config -> config.http().socket()),
  AUTH_ENABLED("runtime.auth.enabled", false, config -> config.auth().enabled()),
  AUTH_CONFIRM_NO_AUTH(
      "runtime.auth.confirmNoAuth", false, config -> config.auth().confirmNoAuth()),
  LOADING_MODE("runtime.loading.mode", false, config -> config.loading().mode()),
  LOADING_WAIT("runtime.loading.wait", false, config -> config.loading().listWait()),
  LOADING_DEADLINE("runtime.loading.deadline", false, config -> config.loading().deadline()),
  LOADING_IDLE("runtime.loading.idleTimeout", false, config -> config.loading().idle()),
  MAX_RESTART_DELAY(
      "runtime.supervision.maxRestartDelay",
      false,
      config -> config.supervision().maxRestartDelay()),
  STABLE_AFTER(
      "runtime.supervision.stableAfter", false, config -> config.supervision().stableAfter()),
  GRACE("runtime.supervision.grace", false, config -> config.supervision().grace()),
  RETURN_WAIT("runtime.supervision.returnWait", false, config -> config.supervision().returnWait()),
  PING_INTERVAL(
      "runtime.supervision.pingInterval",
      false,
      config -> config.supervision().liveness().interval()),
  PING_TIMEOUT(
      "runtime.supervision.pingTimeout",
      false,
      config -> config.supervision().liveness().timeout()),
  PING_MISSES(
      "runtime.supervision.pingMisses", false, config -> config.supervision().liveness().misses()),
  BREAKER_FAILURES(
      "runtime.supervision.breakerFailures",
      false,
      config -> config.supervision().breaker().failures()),
  BREAKER_PAUSE(
      "runtime.supervision.breakerPause", false, config -> config.supervision().breaker().pause()),
  RELOAD_ENABLED("runtime.reload.enabled", false, config -> config.reload().enabled()),
  RELOAD_DEBOUNCE("runtime.reload.debounce", false, config -> config.reload().debounce()),
  RELOAD_DRAIN("runtime.reload.drain", true, config -> config.reload().drain()),
  SERVER_LOGS_MAX_SIZE(
      "runtime.serverLogs.maxSize", false, config -> config.serverLogs().maxBytes()),
  SERVER_LOGS_FILES("runtime.serverLogs.files", false, config -> config.serverLogs().files()),
  NAMING_MODE("runtime.naming.mode", true, config -> config.naming().mode()),
  NAMING_SEPARATOR("runtime.naming.separator", true, config -> config.naming().separator()),
  NAMING_MAX_LENGTH("runtime.naming.maxLength", true, config -> config.naming().maxLength()),
  LIMITS_MAX_BODY("runtime.limits.maxBody", false, config -> config.limits().maxBodyBytes()),
  LIMITS_MAX_JSON_DEPTH(
      "runtime.limits.maxJsonDepth", false, config -> config.limits().maxJsonDepth()),
  LIMITS_MAX_BACKEND_MESSAGE(
      "runtime.limits.maxBackendMessage",
      false,
      config -> config.limits().maxBackendMessageBytes()),
  LIMITS_MAX_SESSIONS("runtime.limits.maxSessions", false, config -> config.limits().maxSessions()),
  LIMITS_SESSION_IDLE("runtime.limits.sessionIdle", false, config -> config.limits().sessionIdle()),
  LIMITS_MAX_STREAM_QUEUE(
      "runtime.limits.maxStreamQueue", false, config -> config.limits().maxStreamQueue()),
  LIMITS_MAX_STREAMS("runtime.limits.maxStreams", false, config -> config.limits().maxStreams()),
  LIMITS_MAX_IN_FLIGHT(
      "runtime.limits.maxInFlightPerBackend",
      false,
      config -> config.limits().maxInFlightPerBackend()),
  LIMITS_MAX_IN_FLIGHT_OF_CLIENT(
      "runtime.limits.maxInFlightPerClient", false, config -> config.traffic().inFlightPerClient()),
  LIMITS_MAX_QUEUE(
      "runtime.limits.maxQueuePerBackend", false, config -> config.traffic().queuePerBackend()),
  LIMITS_QUEUE_WAIT("runtime.limits.queueWait", false, config -> config.traffic().queueWait()),
  LIMITS_MAX_HELD("runtime.limits.maxHeldCalls", false, config -> config.traffic().heldCalls()),
  LIMITS_MAX_HELD_OF_CLIENT(
      "runtime.limits.maxHeldCallsPerClient",
      false,
      config -> config.traffic().heldCallsPerClient()),
  LIMITS_REPLAY_EVENTS(
      "runtime.limits.replayEvents", false, config -> config.limits().replayEvents()),
  LIMITS_REPLAY_BYTES("runtime.limits.replayBytes", false, config -> config.limits().replayBytes()),
  LIMITS_REPLAY_TOTAL(
      "runtime.limits.replayTotal", false, config -> config.limits().replayTotalBytes()),
  LIMITS_MAX_CONNECTIONS(
      "runtime.limits.maxConnections", false, config -> config.limits().maxConnections()),
  LIMITS_QUESTION_TIMEOUT(
      "runtime.limits.questionTimeout", false, config -> config.limits().questionTimeout()),
  LIMITS_PAGE_SIZE("runtime.limits.pageSize", false, config -> config.limits().pageSize());

  private final String key;
  private final boolean live;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final Function<GatewayConfig, Object> value;

  Setting(String key, boolean live, Function<GatewayConfig, Object> value) {
    this.key = key;
    this.live = live;
    this.value = value;
  }

  /** Returns the dotted path in the file. */
  String key() {
    return key;
  }

  /** Returns whether a change takes effect while the gateway runs. */
  boolean isLive() {
    return live;
  }

  /** Returns whether two configurations say different things. */
  boolean differs(GatewayConfig before, GatewayConfig after) {
    return !value.apply(before).equals(value.apply(after));
  }
}
