package io.onemcp.app.cli;

import io.onemcp.core.config.AuthConfig;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.config.ReloadConfig;
import java.util.Map;
import java.util.Optional;

/**
 * What a flag or a variable says instead of the configuration file; empty where neither says
 * anything.
 */
record Overrides(
    Optional<String> host,
    Optional<Integer> port,
    Optional<Boolean> noAuth,
    Optional<Boolean> confirmNoAuth,
    Optional<String> socket,
    Optional<Boolean> configReload) {
  static final String HOST = "ONEMCP_HOST";
  static final String PORT = "ONEMCP_PORT";
  static final String NO_AUTH = "ONEMCP_NO_AUTH";
  static final String CONFIRM_NO_AUTH = "ONEMCP_CONFIRM_NO_AUTH";
  static final String SOCKET = "ONEMCP_SOCKET";
  static final String CONFIG_RELOAD = "ONEMCP_ENABLE_CONFIG_RELOAD";

  private static final int MAX_PORT = 65_535;

  /**
   * Reads the variables; an empty one counts as not set.
   *
   * @throws CommandFailure if one has a value that it cannot have
   */
  static Overrides ofEnvironment(Map<String, String> environment) {
    return new Overrides(
        value(environment, HOST),
        value(environment, PORT).map(Overrides::port),
        value(environment, NO_AUTH).map(text -> truth(NO_AUTH, text)),
        value(environment, CONFIRM_NO_AUTH).map(text -> truth(CONFIRM_NO_AUTH, text)),
        value(environment, SOCKET),
        value(environment, CONFIG_RELOAD).map(text -> truth(CONFIG_RELOAD, text)));
  }

  static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  /** Returns these, completed by others where these say nothing. */
  Overrides or(Overrides others) {
    return new Overrides(
        host.or(others::host),
        port.or(others::port),
        noAuth.or(others::noAuth),
        confirmNoAuth.or(others::confirmNoAuth),
        socket.or(others::socket),
        configReload.or(others::configReload));
  }

  /**
   * Returns the configuration with these in it.
   *
   * @throws CommandFailure if the host is blank or the port out of range
   */
  GatewayConfig applyTo(GatewayConfig config) {
    String chosenHost = host.orElse(config.http().host());
    if (chosenHost.isBlank()) {
      throw new CommandFailure(ExitCode.USAGE, "host: empty (expected: a name or an address)");
    }
    int chosenPort = port.orElse(config.http().port());
    if (chosenPort < 0 || chosenPort > MAX_PORT) {
      throw new CommandFailure(
          ExitCode.USAGE, "port: " + chosenPort + " (expected: 0 to " + MAX_PORT + ")");
    }
    HttpConfig http = config.http().at(chosenHost, chosenPort);
    AuthConfig auth =
        new AuthConfig(
            noAuth.map(off -> !off).orElse(config.auth().enabled()),
            confirmNoAuth.orElse(config.auth().confirmNoAuth()));
    ReloadConfig reload = config.reload();
    return config
        .withHttp(socket.map(http::withSocket).orElse(http))
        .withAuth(auth)
        .withReload(configReload.map(reload::enabled).orElse(reload));
  }

  private static int port(String text) {
    if (!text.strip().matches("\\d{1,5}")) {
      throw new CommandFailure(
          ExitCode.USAGE, PORT + ": not a port (expected: 0 to " + MAX_PORT + ")");
    }
    return Integer.parseInt(text.strip());
  }

  private static boolean truth(String name, String text) {
    return switch (text.strip()) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default ->
          throw new CommandFailure(
              ExitCode.USAGE, name + ": neither yes nor no (expected: true, false, 1 or 0)");
    };
  }
}
