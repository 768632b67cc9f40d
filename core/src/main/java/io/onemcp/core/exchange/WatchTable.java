package io.onemcp.core.exchange;

import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.ResourceWatches.Watcher;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who watches which resource, to be asked by resource, by backend and by watcher; none of these
 * questions looks at what it is not about. Safe for use by many threads.
 */
final class WatchTable {
  private final Map<Route, Set<Watcher>> watchers = new ConcurrentHashMap<>();
  private final Map<BackendName, NavigableSet<String>> uris = new ConcurrentHashMap<>();
  private final Map<Watcher, Set<Route>> routes = new ConcurrentHashMap<>();

  /** Adds a watcher if there are others; returns whether there are. */
  boolean join(Route route, Watcher watcher) {
    return watchers.computeIfPresent(
            route,
            (_, all) -> {
              all.add(watcher);
              add(routes, watcher, route, ConcurrentHashMap.newKeySet());
              return all;
            })
        != null;
  }

  void register(Route route, Watcher watcher) {
    watchers.compute(
        route,
        (_, others) -> {
          Set<Watcher> all = others;
          if (all == null) {
            all = ConcurrentHashMap.newKeySet();
            add(uris, route.backend(), route.original(), new ConcurrentSkipListSet<>());
          }
          all.add(watcher);
          add(routes, watcher, route, ConcurrentHashMap.newKeySet());
          return all;
        });
  }

  /** Removes a watcher; returns whether nobody is left. */
  boolean leave(Route route, Watcher watcher) {
    return watchers.computeIfPresent(
            route,
            (_, all) -> {
              all.remove(watcher);
              remove(routes, watcher, route);
              if (!all.isEmpty()) {
                return all;
              }
              remove(uris, route.backend(), route.original());
              return null;
            })
        == null;
  }

  /** Returns what a watcher watches. */
  Set<Route> of(Watcher watcher) {
    return Set.copyOf(routes.getOrDefault(watcher, Set.of()));
  }

  /** Returns the watched resources of a backend, sorted. */
  NavigableSet<String> of(BackendName backend) {
    return uris.getOrDefault(backend, Collections.emptyNavigableSet());
  }

  /** Finds everybody who watches a resource, or one that it is a part of. */
  void each(BackendName backend, String uri, Consumer<Watcher> action) {
    NavigableSet<String> watched = of(backend);
    @Nullable String near = watched.floor(uri);
    while (near != null) {
      if (uri.startsWith(near)) {
        watchers.getOrDefault(new Route(backend, near), Set.of()).forEach(action);
        near = watched.lower(near);
      } else {
        // Whatever else the URI may begin with is no longer than what the two have in common.
        near = watched.floor(uri.substring(0, common(near, uri)));
      }
    }
  }

  private static int common(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int at = 0;
    while (at < shorter && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  private static <K, V, S extends Set<V>> void add(Map<K, S> table, K key, V value, S fresh) {
    table.compute(
        key,
        (_, there) -> {
          S all = there == null ? fresh : there;
          all.add(value);
          return all;
        });
  }

  private static <K, V, S extends Set<V>> void remove(Map<K, S> table, K key, V value) {
    table.computeIfPresent(
        key,
        (_, all) -> {
          all.remove(value);
          return all.isEmpty() ? null : all;
        });
  }
}
