package io.onemcp.core.stateless;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ListChanges;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One open stream; every message on it carries the id of the request that opened it. */
final class ChangeStream implements ResourceWatches.Watcher {
  /** Most notifications of tasks that wait for the acknowledgement; the client can ask anyway. */
  private static final int MAX_EARLY = 64;

  private final RequestId id;
  private final Json meta;
  private final Set<String> methods;
  private final View view;
  private final CapabilityCatalog catalog;
  private final Outlet outlet;
  private final List<Notification> early = new ArrayList<>();
  private boolean begun;
  private volatile CapabilityCatalog.@Nullable Watching watching;

  ChangeStream(
      RequestId id,
      Json meta,
      Set<String> methods,
      View view,
      CapabilityCatalog catalog,
      Outlet outlet) {
    this.id = id;
    this.meta = meta;
    this.methods = methods;
    this.view = view;
    this.catalog = catalog;
    this.outlet = outlet;
  }

  /** Tells changed lists from now on, and what became of tasks in the meantime. */
  void begin() {
    watching = catalog.watch(view, this::listsChanged);
    synchronized (early) {
      begun = true;
      early.forEach(this::tell);
      early.clear();
    }
  }

  /** Takes what became of a task, with the id that the client knows. */
  void progressed(Notification notification) {
    synchronized (early) {
      if (!begun) {
        // Nothing may be sent before the acknowledgement.
        if (early.size() < MAX_EARLY) {
          early.add(notification);
        }
        return;
      }
    }
    tell(notification);
  }

  private void tell(Notification notification) {
    Json whole =
        notification
            .whole()
            .patch()
            .set(id.json(), "params", MetaKeys.META, MetaKeys.SUBSCRIPTION_ID)
            .json();
    outlet.offer(whole.wire());
  }

  private void listsChanged(Set<CapabilityKind> kinds) {
    Set<String> due = new LinkedHashSet<>();
    kinds.forEach(kind -> due.add(ListChanges.method(kind)));
    due.retainAll(methods);
    Json params = new JsonWriter().put(MetaKeys.META, meta).json();
    due.forEach(method -> outlet.offer(Notification.of(method, params).whole().wire()));
  }

  @Override
  public void updated(BackendName backend, Notification notification) {
    if (watching == null) {
      // Nothing may be sent before the acknowledgement.
      return;
    }
    String uri = String.valueOf(notification.params().text("uri"));
    Json params =
        notification
            .params()
            .patch()
            .set(Json.string(catalog.of(view).exposeUri(backend, uri)), "uri")
            .set(id.json(), MetaKeys.META, MetaKeys.SUBSCRIPTION_ID)
            .json();
    outlet.offer(Notification.of(notification.method(), params).whole().wire());
  }

  void close() {
    CapabilityCatalog.Watching current = watching;
    if (current != null) {
      current.close();
    }
  }

  /** Ends the stream with the answer of its request. */
  void end() {
    close();
    Json result = new JsonWriter().put("resultType", "complete").put(MetaKeys.META, meta).json();
    outlet.offer(Answer.result(id, result.wire()).body());
    outlet.end();
  }
}
