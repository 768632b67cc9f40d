package io.onemcp.core.stateful;

import io.onemcp.core.GatewayException;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session had asked backends for in an earlier life of the runtime: the resources that its
 * client watches, and how much log it wants. Asks again, for the client, as soon as the backends
 * are there. Since nobody watched meanwhile, the client is told that each of them has changed.
 */
final class LapsedWatches {
  private static final Logger LOG = LoggerFactory.getLogger(LapsedWatches.class);
  private static final Outlet NOBODY = new Nobody();

  private final Set<String> uris = ConcurrentHashMap.newKeySet();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ClientSession session;
  private final SessionServices services;
  private final Optional<LogLevel> level;

  LapsedWatches(ClientSession session, SessionServices services) {
    this.session = session;
    this.services = services;
    this.level = session.seed().level();
    this.uris.addAll(services.journal().watched(session.seed()));
  }

  /** Asks again for what was not agreed to yet, on a thread of its own. */
  void renew() {
    if (!uris.isEmpty() || level.isPresent()) {
      services.tasks().start("session-renewal", this::ask);
    }
  }

  private void ask() {
    try {
      if (level.isPresent()) {
        services
            .levels()
            .spread(services.catalog().of(session.view()).offers().keySet(), level.get());
      }
      for (String uri : List.copyOf(uris)) {
        if (underWay.add(uri)) {
          ask(uri);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.debug("a watch could not be renewed: {}", e.getMessage());
    }
  }

  private void ask(String uri) throws InterruptedException {
    try {
      Json params = new JsonWriter().put("uri", uri).json();
      Request request =
          Request.of(new RequestId.Text("renewal"), Methods.RESOURCES_SUBSCRIBE, params);
      Outcome outcome =
          services.subscriptions().subscribe(session, new Exchange(request, session.hop(), NOBODY));
      if (isDone(outcome) && uris.remove(uri)) {
        session.tell(Notification.of(Methods.RESOURCE_UPDATED, params));
      }
    } finally {
      underWay.remove(uri);
    }
  }

  static boolean isDone(Outcome outcome) {
    return outcome instanceof Outcome.Relayed(Success _, _) || outcome instanceof Outcome.Result;
  }

  /** The client does not watch this any more. */
  void forget(String uri) {
    uris.remove(uri);
  }

  /** Where the answer of a request goes that no client has sent. */
  private record Nobody() implements Outlet {
    @Override
    public boolean offer(WireText message) {
      return false;
    }

    @Override
    public void end() {}
  }
}
