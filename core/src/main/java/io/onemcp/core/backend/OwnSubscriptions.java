package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which resources single clients have subscribed to on sessions of their own: a session that takes
 * the place of one that broke begins with the same. Safe for use by many threads.
 */
final class OwnSubscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(OwnSubscriptions.class);

  /** Most subscriptions of one client that are renewed. */
  private static final int MAX = 1_000;

  private final Map<HopTerms.Key, Set<String>> uris = new HashMap<>();

  /** Takes note of a call that has an answer, and may have been one to subscribe. */
  synchronized void noted(HopTerms.Key key, Call call, Response response) {
    if (!(response instanceof Success)) {
      return;
    }
    if (call.method().equals(Methods.RESOURCES_SUBSCRIBE)) {
      Set<String> all = uris.computeIfAbsent(key, _ -> new TreeSet<>());
      if (all.size() < MAX) {
        all.add(call.target());
      }
    } else if (call.method().equals(Methods.RESOURCES_UNSUBSCRIBE)) {
      remove(key, call.target());
    }
  }

  synchronized boolean has(HopTerms.Key key) {
    return uris.containsKey(key);
  }

  synchronized void forget(String owner) {
    uris.keySet().removeIf(key -> key.owner().equals(owner));
  }

  /**
   * Subscribes on a new session, and tells the client that each resource may have changed in the
   * meantime. One that the backend refuses is forgotten.
   */
  void renew(HopTerms terms, BackendName backend, Hop hop) throws InterruptedException {
    for (String uri : of(terms.key())) {
      Json params = new JsonWriter().put("uri", uri).json();
      Response response = hop.call(Call.of(Methods.RESOURCES_SUBSCRIBE, params));
      if (response instanceof Failure(_, _, var error)) {
        LOG.warn(
            "backend {} refused to renew a client's subscription: {}", backend, error.message());
        remove(terms.key(), uri);
      } else {
        terms.news().accept(backend, Notification.of(Methods.RESOURCE_UPDATED, params));
      }
    }
  }

  private synchronized List<String> of(HopTerms.Key key) {
    return List.copyOf(uris.getOrDefault(key, Set.of()));
  }

  private synchronized void remove(HopTerms.Key key, String uri) {
    uris.computeIfPresent(
        key,
        (_, all) -> {
          all.remove(uri);
          return all.isEmpty() ? null : all;
        });
  }
}
