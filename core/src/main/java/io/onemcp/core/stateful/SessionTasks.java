package io.onemcp.core.stateful;

import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks belong to a session: those that backends have begun for its client, and those that
 * the client has begun for backends. Of either kind {@value #MOST} are remembered, the oldest fall
 * out: they are not listed any more.
 */
final class SessionTasks {
  static final int MOST = 1_000;

  private final Map<Route, Boolean> ofBackends = bounded();
  private final Map<String, BackendName> ofClient = bounded();

  void began(BackendName backend, String id) {
    ofBackends.put(new Route(backend, id), true);
  }

  boolean has(BackendName backend, String id) {
    return ofBackends.containsKey(new Route(backend, id));
  }

  /** Returns the backends that have begun tasks. */
  Set<BackendName> backends() {
    Set<BackendName> names = new TreeSet<>();
    synchronized (ofBackends) {
      ofBackends.keySet().forEach(task -> names.add(task.backend()));
    }
    return names;
  }

  void beganAtClient(String id, BackendName backend) {
    ofClient.put(id, backend);
  }

  /** Returns the backend that a task of the client was begun for. */
  @Nullable BackendName asker(@Nullable String id) {
    return id == null ? null : ofClient.get(id);
  }

  private static <K, V> Map<K, V> bounded() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
          }
        });
  }
}
