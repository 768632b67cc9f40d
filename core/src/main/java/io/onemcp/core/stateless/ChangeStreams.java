package io.onemcp.core.stateless;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.exchange.StatelessDoor.Stream;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open {@code subscriptions/listen} streams (MCP 2026-07-28, basic/patterns/subscriptions).
 * What is not acknowledged is never sent; the acknowledgement comes first.
 */
final class ChangeStreams {
  /** Most resources that one stream may watch. */
  private static final int MAX_URIS = 1_000;

  /** Member of what a client listens for that names tasks. */
  static final String TASK_IDS = "taskIds";

  private static final Json NOTHING = JsonWriter.array(List.of());

  private static final Map<String, String> METHODS =
      Map.of(
          "toolsListChanged", Methods.TOOLS_CHANGED,
          "promptsListChanged", Methods.PROMPTS_CHANGED,
          "resourcesListChanged", Methods.RESOURCES_CHANGED);

  private final CapabilityCatalog catalog;
  private final ResourceWatches watches;
  private final TaskStreams tasks;
  private final Set<ChangeStream> open = ConcurrentHashMap.newKeySet();

  ChangeStreams(CapabilityCatalog catalog, ResourceWatches watches, TaskStreams tasks) {
    this.catalog = catalog;
    this.tasks = tasks;
    this.watches = watches;
  }

  /** Opens a stream; asks backends for the resources to be watched, and waits for their word. */
  Stream open(Caller caller, View view, Request request, Outlet outlet)
      throws InterruptedException {
    Map<String, Json> lists = lists(request);
    List<String> methods =
        lists.keySet().stream().map(member -> METHODS.getOrDefault(member, "")).toList();
    Json meta = new JsonWriter().put(MetaKeys.SUBSCRIPTION_ID, request.id().json()).json();
    ChangeStream stream =
        new ChangeStream(request.id(), meta, Set.copyOf(methods), view, catalog, outlet);
    List<String> uris = watch(view, request, stream);
    Json wantedTasks = request.params().at("notifications", TASK_IDS);
    TaskStreams.Watched watched =
        tasks.watch(caller, view, wantedTasks == null ? NOTHING : wantedTasks, stream);
    JsonWriter granted = new JsonWriter();
    lists.forEach(granted::put);
    if (!uris.isEmpty()) {
      granted.put("resourceSubscriptions", JsonWriter.strings(uris));
    }
    if (!watched.granted().isEmpty()) {
      granted.put(TASK_IDS, JsonWriter.strings(watched.granted()));
    }
    Json acknowledgement =
        new JsonWriter().put("notifications", granted.json()).put(MetaKeys.META, meta).json();
    outlet.offer(Notification.of(Methods.LISTEN_ACKNOWLEDGED, acknowledgement).whole().wire());
    stream.begin();
    open.add(stream);
    return () -> {
      open.remove(stream);
      watches.forget(stream);
      watched.close();
      stream.close();
    };
  }

  private static Map<String, Json> lists(Request request) {
    Map<String, Json> honoured = new LinkedHashMap<>();
    for (String member : METHODS.keySet().stream().sorted().toList()) {
      if (Json.TRUE.equals(request.params().at("notifications", member))) {
        honoured.put(member, Json.TRUE);
      }
    }
    return honoured;
  }

  private List<String> watch(View view, Request request, ChangeStream stream)
      throws InterruptedException {
    Json wanted = request.params().at("notifications", "resourceSubscriptions");
    List<String> granted = new ArrayList<>();
    if (wanted != null) {
      for (Json uri : wanted.elements().stream().limit(MAX_URIS).toList()) {
        Optional<Route> route = catalog.of(view).routeUri(uri.asText());
        if (route.isPresent() && watches.add(route.get(), stream)) {
          granted.add(uri.asText());
        }
      }
    }
    return granted;
  }

  void close() {
    open.forEach(ChangeStream::end);
    open.clear();
  }
}
