package io.onemcp.adapters.http.inbound;

import io.onemcp.core.config.HttpConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out browser pages of foreign origin, and foreign names that were made to resolve to us (MCP
 * 2025-11-25, basic/transports: security warning on DNS rebinding).
 */
final class EdgeGuard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> WILDCARD = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  EdgeGuard(HttpConfig http) {
    String bound = bracketed(http.host());
    if (LOOPBACK.contains(bound) || WILDCARD.contains(bound)) {
      hosts.addAll(LOOPBACK);
    }
    hosts.add(bound);
    http.allowedHosts().forEach(host -> hosts.add(bracketed(host)));
    http.allowedOrigins().forEach(origin -> origins.add(lower(origin)));
    http.externalUrl().ifPresent(this::allow);
  }

  private void allow(URI url) {
    hosts.add(lower(url.getAuthority()));
    hosts.add(lower(url.getHost()));
    origins.add(lower(url.getScheme() + "://" + url.getAuthority()));
  }

  /** Returns what is wrong with a request that bears these headers; empty if it may come in. */
  Optional<String> objection(@Nullable String host, Optional<String> origin) {
    if (host == null || !(hosts.contains(lower(host)) || hosts.contains(name(host)))) {
      return Optional.of("this host name is not served here");
    }
    if (origin.isPresent() && !isAllowed(origin.get(), name(host))) {
      return Optional.of("pages of this origin may not call");
    }
    return Optional.empty();
  }

  private boolean isAllowed(String origin, String hostName) {
    if (origins.contains(lower(origin))) {
      return true;
    }
    try {
      URI page = new URI(origin);
      boolean web = "http".equals(page.getScheme()) || "https".equals(page.getScheme());
      return web
          && page.getHost() != null
          && origin.equals(page.getScheme() + "://" + page.getRawAuthority())
          && page.getRawUserInfo() == null
          && LOOPBACK.contains(lower(page.getHost()))
          && LOOPBACK.contains(hostName);
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** Returns the name in a {@code Host} header, without its port. */
  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return lower(end > 0 ? host.substring(0, end) : host);
  }

  private static String bracketed(String host) {
    boolean bareIpv6 = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
    return lower(bareIpv6 ? "[" + host + "]" : host);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
