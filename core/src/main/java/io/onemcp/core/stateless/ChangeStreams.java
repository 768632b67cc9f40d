package io.onemcp.core.stateless;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ListChanges;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatelessDoor.Stream;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open {@code subscriptions/listen} streams (MCP 2026-07-28, basic/patterns/subscriptions).
 * What is not acknowledged is never sent; every message carries the id of the request that opened
 * its stream.
 */
final class ChangeStreams {
  private static final Map<String, String> METHODS =
      Map.of(
          "toolsListChanged", Methods.TOOLS_CHANGED,
          "promptsListChanged", Methods.PROMPTS_CHANGED,
          "resourcesListChanged", Methods.RESOURCES_CHANGED);

  private final CapabilityCatalog catalog;
  private final Set<ChangeStream> open = ConcurrentHashMap.newKeySet();

  ChangeStreams(CapabilityCatalog catalog) {
    this.catalog = catalog;
  }

  Stream open(View view, Request request, Outlet outlet) {
    Map<String, Json> honoured = honoured(request);
    Set<String> methods = new LinkedHashSet<>();
    honoured.keySet().forEach(member -> methods.add(METHODS.getOrDefault(member, "")));
    Json meta = new JsonWriter().put(MetaKeys.SUBSCRIPTION_ID, request.id().json()).json();
    JsonWriter granted = new JsonWriter();
    honoured.forEach(granted::put);
    Json acknowledgement =
        new JsonWriter().put("notifications", granted.json()).put(MetaKeys.META, meta).json();
    outlet.offer(Notification.of(Methods.LISTEN_ACKNOWLEDGED, acknowledgement).whole().wire());
    CapabilityCatalog.Watching watching =
        catalog.watch(view, kinds -> tell(kinds, methods, meta, outlet));
    ChangeStream stream = new ChangeStream(request.id(), meta, outlet, watching);
    open.add(stream);
    return () -> {
      open.remove(stream);
      watching.close();
    };
  }

  private static Map<String, Json> honoured(Request request) {
    Map<String, Json> honoured = new LinkedHashMap<>();
    for (String member : METHODS.keySet().stream().sorted().toList()) {
      if (Json.TRUE.equals(request.params().at("notifications", member))) {
        honoured.put(member, Json.TRUE);
      }
    }
    return honoured;
  }

  private static void tell(
      Set<CapabilityKind> kinds, Set<String> methods, Json meta, Outlet outlet) {
    Set<String> due = new LinkedHashSet<>();
    kinds.forEach(kind -> due.add(ListChanges.method(kind)));
    due.retainAll(methods);
    Json params = new JsonWriter().put(MetaKeys.META, meta).json();
    due.forEach(method -> outlet.offer(Notification.of(method, params).whole().wire()));
  }

  void close() {
    open.forEach(ChangeStream::end);
    open.clear();
  }

  private record ChangeStream(
      RequestId id, Json meta, Outlet outlet, CapabilityCatalog.Watching watching) {
    void end() {
      watching.close();
      Json result = new JsonWriter().put("resultType", "complete").put(MetaKeys.META, meta).json();
      outlet.offer(Answer.result(id, result.wire()).body());
      outlet.end();
    }
  }
}
