package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Eras;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.ForbiddenOrigin;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Every address that a door serves, and what each request passes before it gets there: is the door
 * open, may this host name and this page come in.
 */
final class Routes implements HttpHandler {
  /**
   * The one answer for every address that does not exist, and for every one that is kept secret.
   */
  static final GatewayError NOWHERE =
      new NotHere(
          404,
          "No such address (expected: /mcp, /mcp/server/{name}, /sse, /health or /api/v1/servers)");

  private static final GatewayError CLOSING = new NotHere(503, "The gateway is shutting down");
  private static final String ONE_BACKEND = "/mcp/server/";

  private final EdgeGuard guard;
  private final Interior interior;
  private final DoorSettings settings;
  private final Traffic traffic;
  private final Entrance entrance;
  private final McpEndpoint mcp;
  private final SseEndpoint sse;
  private final HealthEndpoint health;
  private final ServersEndpoint servers;

  Routes(DoorSettings settings, Interior interior, Traffic traffic) {
    this.guard = new EdgeGuard(settings.http());
    this.settings = settings;
    this.interior = interior;
    this.traffic = traffic;
    this.entrance = new Entrance(settings, interior, traffic);
    this.sse = new SseEndpoint(settings, interior, traffic);
    this.mcp = new McpEndpoint(settings, interior, traffic);
    this.health = new HealthEndpoint(interior);
    this.servers = new ServersEndpoint(interior.health());
  }

  /** Takes the request out of the handler's call: from here on nothing is answered by returning. */
  @Override
  public void handleRequest(HttpServerExchange http) {
    http.dispatch(SameThreadExecutor.INSTANCE, () -> fenced(http));
  }

  private void fenced(HttpServerExchange http) {
    RequestHeaders headers = new RequestHeaders(http.getRequestHeaders());
    Reply reply =
        Reply.to(http, Accepts.of(headers), settings, interior.tasks(), traffic.backlog());
    if (traffic.isLeaving()) {
      http.setPersistent(false);
    }
    try {
      Optional<Caller> known = known(http);
      Optional<GatewayError> objection = objection(http, headers, known);
      if (objection.isPresent()) {
        reply.refuse(objection.get(), Eras.of(headers));
      } else if (!Cors.answer(http, headers, reply)) {
        route(http, headers, known, reply);
      }
    } catch (RuntimeException e) {
      reply.fail(e, Eras.of(headers));
    }
  }

  private Optional<Caller> known(HttpServerExchange http) {
    InetSocketAddress peer = http.getConnection().getPeerAddress(InetSocketAddress.class);
    return peer == null ? Optional.empty() : interior.peers().at(peer);
  }

  private Optional<GatewayError> objection(
      HttpServerExchange http, RequestHeaders headers, Optional<Caller> known) {
    if (traffic.isClosing()) {
      http.setPersistent(false);
      return Optional.of(CLOSING);
    }
    if (!isPlainlyFramed(headers)) {
      http.setPersistent(false);
      return Optional.of(new MalformedRequest("Transfer-Encoding: neither absent nor chunked"));
    }
    if (http.isHostIncludedInRequestURI()) {
      return Optional.of(new ForbiddenOrigin("this is no proxy"));
    }
    if (known.isPresent()) {
      // The guard is against web pages, which do not get this way.
      return Optional.empty();
    }
    return guard
        .objection(http.getRequestHeaders().getFirst(Headers.HOST), headers.first("Origin"))
        .map(ForbiddenOrigin::new);
  }

  /** Undertow reads a body of unknown encoding as none, and what follows as the next request. */
  private static boolean isPlainlyFramed(RequestHeaders headers) {
    return headers.first("Transfer-Encoding").map("chunked"::equalsIgnoreCase).orElse(true);
  }

  private void route(
      HttpServerExchange http, RequestHeaders headers, Optional<Caller> known, Reply reply) {
    String path = http.getRequestPath();
    switch (path) {
      case "/health/live" -> health.live(http.getRequestMethod(), reply);
      case "/health/ready" -> health.ready(http.getRequestMethod(), reply);
      case "/health" -> health.report(http.getRequestMethod(), headers, known, reply);
      default -> {
        Optional<Address> address = address(http, path);
        if (address.isPresent()) {
          entrance.admit(http, headers, known, reply, address.get().view(), address.get().room());
        } else {
          reply.refuse(NOWHERE, Eras.of(headers));
        }
      }
    }
  }

  private Optional<Address> address(HttpServerExchange http, String path) {
    return switch (path) {
      case "/mcp" -> Optional.of(new Address(Routes::everything, mcp));
      case SseEndpoint.STREAM -> Optional.of(new Address(Routes::everything, sse.streams("")));
      case SseEndpoint.MESSAGES ->
          Optional.of(new Address(Routes::everything, sse.messages(http.getQueryParameters())));
      default ->
          path.startsWith(ONE_BACKEND)
              ? Optional.of(ofOneBackend(http, path.substring(ONE_BACKEND.length())))
              : ofServers(http, path);
    };
  }

  private Optional<Address> ofServers(HttpServerExchange http, String path) {
    String inner = ServersEndpoint.PATH + "/";
    Optional<String> name =
        path.startsWith(inner) ? Optional.of(path.substring(inner.length())) : Optional.empty();
    return path.equals(ServersEndpoint.PATH) || name.isPresent()
        ? Optional.of(
            new Address(Routes::everything, servers.asked(name, http.getQueryParameters())))
        : Optional.empty();
  }

  private static Optional<View> everything() {
    return Optional.of(View.EVERYTHING);
  }

  private Address ofOneBackend(HttpServerExchange http, String rest) {
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    Supplier<Optional<View>> view = () -> interior.views().apply(name);
    return switch (rest.substring(name.length())) {
      case "" -> new Address(view, mcp);
      case SseEndpoint.STREAM -> new Address(view, sse.streams(ONE_BACKEND + name));
      case SseEndpoint.MESSAGES -> new Address(view, sse.messages(http.getQueryParameters()));
      default -> new Address(Optional::empty, mcp);
    };
  }

  /**
   * An address for which credentials are needed.
   *
   * @param view finds what it shows
   * @param room takes its requests
   */
  private record Address(Supplier<Optional<View>> view, Entrance.Room room) {}
}
