package io.onemcp.core.stateless;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.task.TaskIds;
import io.onemcp.core.task.TaskNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * The tasks that clients listen to (MCP 2026-07-28, extension {@code
 * io.modelcontextprotocol/tasks}: {@code taskIds} of {@code subscriptions/listen}). Bounded in
 * number; what is over the bound is not granted.
 */
record TaskStreams(
    CapabilityCatalog catalog,
    Backends backends,
    TaskIds ids,
    Json gateway,
    Tasks tasks,
    Semaphore places) {
  /** Most tasks of one stream. */
  private static final int MAX_IDS = 1_000;

  /** Most listeners at all backends together. */
  private static final int MAX_LISTENERS = 1_000;

  TaskStreams(
      CapabilityCatalog catalog, Backends backends, TaskIds ids, Json gateway, Tasks tasks) {
    this(catalog, backends, ids, gateway, tasks, new Semaphore(MAX_LISTENERS));
  }

  /** Begins to listen to the tasks that a client wants to hear of, as far as they are its own. */
  Watched watch(Caller caller, View view, Json wanted, ChangeStream stream)
      throws InterruptedException {
    Map<BackendName, Map<String, String>> byBackend = new TreeMap<>();
    for (Json id : wanted.elements().stream().limit(MAX_IDS).toList()) {
      Optional<Route> route = ids.open(caller, id.asText());
      if (route.isPresent() && catalog.of(view).offers().containsKey(route.get().backend())) {
        byBackend
            .computeIfAbsent(route.get().backend(), _ -> new LinkedHashMap<>())
            .put(route.get().original(), id.asText());
      }
    }
    Watched watched = new Watched(new ArrayList<>(), new ArrayList<>(), places);
    boolean done = false;
    try {
      for (Map.Entry<BackendName, Map<String, String>> each : byBackend.entrySet()) {
        listen(each.getValue(), new TaskNames(ids, caller, each.getKey()), stream, watched);
      }
      done = true;
      return watched;
    } finally {
      if (!done) {
        watched.close();
      }
    }
  }

  private void listen(
      Map<String, String> wanted, TaskNames names, ChangeStream stream, Watched watched)
      throws InterruptedException {
    Optional<Backend> backend = backends.find(names.backend());
    if (backend.isEmpty() || !places.tryAcquire()) {
      return;
    }
    TaskListening listening =
        new TaskListening(
            backend.get(),
            gateway,
            wanted.keySet(),
            note -> stream.progressed(names.shown(note)),
            tasks);
    watched.listenings().add(listening);
    for (String own : listening.granted()) {
      Optional.ofNullable(wanted.get(own)).ifPresent(watched.granted()::add);
    }
  }

  /**
   * What one stream listens to.
   *
   * @param granted the client's ids of the tasks of which it will hear
   */
  record Watched(List<TaskListening> listenings, Collection<String> granted, Semaphore places)
      implements AutoCloseable {
    @Override
    public void close() {
      listenings.forEach(TaskListening::close);
      places.release(listenings.size());
    }
  }
}
