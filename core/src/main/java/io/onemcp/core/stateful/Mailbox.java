package io.onemcp.core.stateful;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ListChanges;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a session's event stream. Without a stream up to {@link #WAITING} messages wait,
 * the oldest fall out; that a list changed waits only once.
 */
final class Mailbox {
  /** Most messages that wait for a stream. */
  static final int WAITING = 64;

  private final Set<String> changedLists = new LinkedHashSet<>();
  private final Queue<WireText> waiting = new ArrayDeque<>();
  private @Nullable Outlet attached;
  private boolean closed;

  void listsChanged(Set<CapabilityKind> kinds) {
    Set<String> methods = new LinkedHashSet<>();
    kinds.forEach(kind -> methods.add(ListChanges.method(kind)));
    Outlet outlet;
    synchronized (this) {
      outlet = attached;
      if (outlet == null && !closed) {
        changedLists.addAll(methods);
      }
    }
    if (outlet != null) {
      methods.forEach(method -> outlet.offer(changed(method)));
    }
  }

  private static WireText changed(String method) {
    return Notification.of(method, Json.EMPTY_OBJECT).whole().wire();
  }

  void offer(WireText message) {
    Outlet outlet;
    synchronized (this) {
      outlet = attached;
      if (outlet == null && !closed) {
        if (waiting.size() == WAITING) {
          waiting.remove();
        }
        waiting.add(message);
      }
    }
    if (outlet != null) {
      outlet.offer(message);
    }
  }

  void attach(Outlet outlet) {
    Outlet before;
    List<WireText> due = new ArrayList<>();
    synchronized (this) {
      before = attached;
      if (!closed) {
        attached = outlet;
        changedLists.forEach(method -> due.add(changed(method)));
        due.addAll(waiting);
        changedLists.clear();
        waiting.clear();
      }
    }
    if (before != null) {
      before.end();
    }
    due.forEach(outlet::offer);
    if (isClosed()) {
      outlet.end();
    }
  }

  synchronized void detach(Outlet outlet) {
    if (outlet.equals(attached)) {
      attached = null;
    }
  }

  synchronized boolean isAttached() {
    return attached != null;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  void close() {
    Outlet outlet;
    synchronized (this) {
      closed = true;
      outlet = attached;
      attached = null;
      waiting.clear();
    }
    if (outlet != null) {
      outlet.end();
    }
  }
}
