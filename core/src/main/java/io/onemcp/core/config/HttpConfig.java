package io.onemcp.core.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where clients reach the gateway.
 *
 * @param host name or address to listen on
 * @param port TCP port to listen on; 0 for any free one
 * @param allowedHosts values of a {@code Host} header that are accepted beside the gateway's own
 * @param allowedOrigins values of an {@code Origin} header that are accepted beside loopback ones
 * @param externalUrl the address that clients use where a proxy stands in front
 * @param socket path of a Unix domain socket that serves the same routes
 */
public record HttpConfig(
    String host,
    int port,
    Set<String> allowedHosts,
    Set<String> allowedOrigins,
    Optional<URI> externalUrl,
    Optional<String> socket) {
  /** Loopback only, at the usual port. */
  public static final HttpConfig DEFAULT =
      new HttpConfig("127.0.0.1", 3050, Set.of(), Set.of(), Optional.empty(), Optional.empty());

  private static final int MAX_PORT = 65_535;

  public HttpConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: empty (expected: a name or an address)");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to " + MAX_PORT + ")");
    }
    allowedHosts = Set.copyOf(allowedHosts);
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** Returns the same endpoint at another place. */
  public HttpConfig at(String otherHost, int otherPort) {
    return new HttpConfig(otherHost, otherPort, allowedHosts, allowedOrigins, externalUrl, socket);
  }

  /** Returns the same endpoint with a Unix domain socket at this path. */
  public HttpConfig withSocket(String path) {
    return new HttpConfig(host, port, allowedHosts, allowedOrigins, externalUrl, Optional.of(path));
  }
}
