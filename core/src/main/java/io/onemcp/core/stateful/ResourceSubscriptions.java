package io.onemcp.core.stateful;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Call;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.Forwarding;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which session wants to hear of which resource. A backend is asked once, however many sessions
 * want the same.
 */
final class ResourceSubscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceSubscriptions.class);

  private final Map<Route, Set<ClientSession>> listeners = new ConcurrentHashMap<>();
  private final CapabilityCatalog catalog;
  private final Backends backends;
  private final Forwarding forwarding;
  private final Tasks tasks;

  ResourceSubscriptions(
      CapabilityCatalog catalog, Backends backends, Forwarding forwarding, Tasks tasks) {
    this.catalog = catalog;
    this.backends = backends;
    this.forwarding = forwarding;
    this.tasks = tasks;
  }

  Outcome subscribe(ClientSession session, Exchange exchange) throws InterruptedException {
    if (exchange.client().askable().isPresent()) {
      // Goes to the client's own session, where updates come to this client only.
      return forwarding.handle(exchange);
    }
    Optional<Route> route = route(exchange);
    if (route.isPresent() && add(session, route.get(), false)) {
      return done();
    }
    Outcome outcome = forwarding.handle(exchange);
    if (route.isPresent() && outcome instanceof Outcome.Relayed(Success _, _)) {
      add(session, route.get(), true);
    }
    return outcome;
  }

  Outcome unsubscribe(ClientSession session, Exchange exchange) throws InterruptedException {
    if (exchange.client().askable().isPresent()) {
      return forwarding.handle(exchange);
    }
    Optional<Route> route = route(exchange);
    boolean othersListen = route.isPresent() && !remove(session, route.get());
    return othersListen ? done() : forwarding.handle(exchange);
  }

  private Optional<Route> route(Exchange exchange) {
    return Optional.ofNullable(exchange.params().text("uri"))
        .flatMap(uri -> catalog.of(exchange.client().view()).routeUri(uri));
  }

  private static Outcome done() {
    return new Outcome.Result(Json.EMPTY_OBJECT.wire());
  }

  /**
   * Adds a listener to others, or as the first one if that is allowed; returns whether it was
   * added.
   */
  private boolean add(ClientSession session, Route route, boolean asFirst) {
    return listeners.compute(
            route,
            (_, before) -> {
              if (before == null && !asFirst) {
                return null;
              }
              Set<ClientSession> all = before == null ? ConcurrentHashMap.newKeySet() : before;
              all.add(session);
              return all;
            })
        != null;
  }

  /** Removes a listener; returns whether nobody is left. */
  private boolean remove(ClientSession session, Route route) {
    return listeners.computeIfPresent(
            route,
            (_, all) -> {
              all.remove(session);
              return all.isEmpty() ? null : all;
            })
        == null;
  }

  /** Forgets a session, and tells backends that nobody else listens to. */
  void forget(ClientSession session) {
    for (Map.Entry<Route, Set<ClientSession>> entry : listeners.entrySet()) {
      if (entry.getValue().contains(session) && remove(session, entry.getKey())) {
        ask(Methods.RESOURCES_UNSUBSCRIBE, entry.getKey());
      }
    }
  }

  /** Asks a backend again that has a new session. */
  void connected(BackendName backend) {
    listeners.keySet().stream()
        .filter(route -> route.backend().equals(backend))
        .forEach(route -> ask(Methods.RESOURCES_SUBSCRIBE, route));
  }

  private void ask(String method, Route route) {
    Optional<Backend> backend = backends.find(route.backend());
    backend.ifPresent(
        known -> tasks.start("subscribe-" + route.backend(), () -> ask(method, route, known)));
  }

  private static void ask(String method, Route route, Backend backend) {
    try {
      backend.call(Call.of(method, new JsonWriter().put("uri", route.original()).json()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.debug("backend {} was not told of a subscription: {}", route.backend(), e.getMessage());
    }
  }

  /** Tells everybody who listens to the resource, or to one that it is a part of. */
  void updated(BackendName backend, Notification notification) {
    String uri = notification.params().text("uri");
    if (uri == null) {
      return;
    }
    listeners.forEach((route, sessions) -> {
      if (route.backend().equals(backend) && uri.startsWith(route.original())) {
        sessions.forEach(session -> session.tell(exposed(session, backend, notification)));
      }
    });
  }

  /** Returns a notification with the URI that the session's client knows. */
  Notification exposed(ClientSession session, BackendName backend, Notification notification) {
    String uri =
        notification.method().equals(Methods.RESOURCE_UPDATED)
            ? notification.params().text("uri")
            : null;
    String shown = uri == null ? null : catalog.of(session.view()).exposeUri(backend, uri);
    return shown == null || shown.equals(uri)
        ? notification
        : new Notification(
            notification.whole().patch().set(Json.string(shown), "params", "uri").json(),
            notification.method());
  }
}
