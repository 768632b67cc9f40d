package io.onemcp.core.stateful;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.Forwarding;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;

/**
 * Does {@code resources/subscribe} and {@code resources/unsubscribe} for sessions. The first
 * subscriber's request goes to a stateful backend as it is, so that its client sees the backend's
 * own answer.
 */
record Subscribing(
    CapabilityCatalog catalog, Backends backends, Forwarding forwarding, ResourceWatches watches) {
  Outcome subscribe(ClientSession session, Exchange exchange) throws InterruptedException {
    Optional<Route> route = route(exchange);
    if (route.isEmpty() || onOwnSession(exchange, route.get())) {
      // Updates of a client's own session come to that client only.
      return forwarding.handle(exchange);
    }
    if (era(route.get()) == Era.STATELESS) {
      return watches.add(route.get(), session) ? done() : cannot(exchange);
    }
    if (watches.join(route.get(), session)) {
      return done();
    }
    Outcome outcome = forwarding.handle(exchange);
    if (outcome instanceof Outcome.Relayed(Success _, _)) {
      watches.register(route.get(), session);
    }
    return outcome;
  }

  Outcome unsubscribe(ClientSession session, Exchange exchange) throws InterruptedException {
    Optional<Route> route = route(exchange);
    if (route.isEmpty() || onOwnSession(exchange, route.get())) {
      return forwarding.handle(exchange);
    }
    if (era(route.get()) == Era.STATELESS) {
      watches.remove(route.get(), session);
      return done();
    }
    return watches.leave(route.get(), session) ? forwarding.handle(exchange) : done();
  }

  private boolean onOwnSession(Exchange exchange, Route route) {
    return exchange.client().askable().isPresent() && era(route) == Era.STATEFUL;
  }

  private Era era(Route route) {
    return backends
        .find(route.backend())
        .flatMap(Backend::hop)
        .map(hop -> hop.revision().era())
        .orElse(Era.STATEFUL);
  }

  private Optional<Route> route(Exchange exchange) {
    return Optional.ofNullable(exchange.params().text("uri"))
        .flatMap(uri -> catalog.of(exchange.client().view()).routeUri(uri));
  }

  private static Outcome done() {
    return new Outcome.Result(Json.EMPTY_OBJECT.wire());
  }

  private static Outcome cannot(Exchange exchange) {
    String problem =
        "uri: " + exchange.params().at("uri") + " (expected: a resource that can be subscribed to)";
    return new Outcome.Refusal(new GatewayError.InvalidParams(problem));
  }

  /** Returns a notification with the URI that the session's client knows. */
  Notification exposed(ClientSession session, BackendName backend, Notification notification) {
    boolean update = notification.method().equals(Methods.RESOURCE_UPDATED);
    String uri = update ? notification.params().text("uri") : null;
    String shown = uri == null ? null : catalog.of(session.view()).exposeUri(backend, uri);
    return shown == null || shown.equals(uri)
        ? notification
        : new Notification(
            notification.whole().patch().set(Json.string(shown), "params", "uri").json(),
            notification.method());
  }
}
