package io.onemcp.core.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that configuration says about one runtime.
 *
 * @param backends the servers behind the gateway, each name once, in the order of the source
 * @param naming how their tools and prompts get distinct names
 * @param limits bounds on what the runtime holds
 * @param http where clients reach it
 * @param auth whether clients must say who they are
 * @param loading when backends are connected, and what clients see of those still starting
 * @param supervision how backends are watched over
 * @param traffic bounds on requests under way
 * @param serverLogs how much is kept of what servers write on their standard error
 * @param reload what happens when it changes while the gateway runs
 */
public record GatewayConfig(
    List<BackendDefinition> backends,
    NamingConfig naming,
    Limits limits,
    HttpConfig http,
    AuthConfig auth,
    LoadingConfig loading,
    SupervisionConfig supervision,
    TrafficLimits traffic,
    ServerLogsConfig serverLogs,
    ReloadConfig reload) {
  /** A gateway without backends, where nothing was configured. */
  public static final GatewayConfig DEFAULT =
      new GatewayConfig(
          List.of(),
          NamingConfig.DEFAULT,
          Limits.DEFAULT,
          HttpConfig.DEFAULT,
          AuthConfig.DEFAULT,
          LoadingConfig.DEFAULT,
          SupervisionConfig.DEFAULT,
          TrafficLimits.DEFAULT,
          ServerLogsConfig.DEFAULT,
          ReloadConfig.DEFAULT);

  public GatewayConfig {
    backends = List.copyOf(backends);
    Set<BackendName> seen = new HashSet<>();
    for (BackendDefinition backend : backends) {
      if (!seen.add(backend.name())) {
        throw new IllegalArgumentException(
            "backends: \"" + backend.name() + "\" stands twice (expected: distinct names)");
      }
    }
  }

  /** Returns the same configuration with other backends. */
  public GatewayConfig withBackends(List<BackendDefinition> other) {
    return new GatewayConfig(
        other, naming, limits, http, auth, loading, supervision, traffic, serverLogs, reload);
  }

  /** Returns the same configuration with another endpoint. */
  public GatewayConfig withHttp(HttpConfig other) {
    return new GatewayConfig(
        backends, naming, limits, other, auth, loading, supervision, traffic, serverLogs, reload);
  }

  /** Returns the same configuration with another rule for authentication. */
  public GatewayConfig withAuth(AuthConfig other) {
    return new GatewayConfig(
        backends, naming, limits, http, other, loading, supervision, traffic, serverLogs, reload);
  }

  /** Returns the same configuration with other rules for when backends are connected. */
  public GatewayConfig withLoading(LoadingConfig other) {
    return new GatewayConfig(
        backends, naming, limits, http, auth, other, supervision, traffic, serverLogs, reload);
  }

  /** Returns the same configuration with backends watched over otherwise. */
  public GatewayConfig withSupervision(SupervisionConfig other) {
    return new GatewayConfig(
        backends, naming, limits, http, auth, loading, other, traffic, serverLogs, reload);
  }

  /** Returns the same configuration with other bounds on requests under way. */
  public GatewayConfig withTraffic(TrafficLimits other) {
    return new GatewayConfig(
        backends, naming, limits, http, auth, loading, supervision, other, serverLogs, reload);
  }

  /** Returns the same configuration with other bounds. */
  public GatewayConfig withLimits(Limits other) {
    return new GatewayConfig(
        backends, naming, other, http, auth, loading, supervision, traffic, serverLogs, reload);
  }

  /** Returns the same configuration with another answer to its own changes. */
  public GatewayConfig withReload(ReloadConfig other) {
    return new GatewayConfig(
        backends, naming, limits, http, auth, loading, supervision, traffic, serverLogs, other);
  }
}
