package io.onemcp.core.exchange;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.BackendNews;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear of which resource, whatever the era of either side. A backend is asked once,
 * however many clients want the same, and asked again when it has a new connection.
 */
public final class ResourceWatches implements BackendNews {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceWatches.class);

  private final WatchTable watchers = new WatchTable();
  private final Backends backends;
  private final Tasks tasks;

  public ResourceWatches(Backends backends, Tasks tasks) {
    this.backends = backends;
    this.tasks = tasks;
  }

  /**
   * Adds a watcher, and asks the backend if it is the first; returns whether the backend will tell.
   */
  public boolean add(Route route, Watcher watcher) throws InterruptedException {
    if (join(route, watcher)) {
      return true;
    }
    register(route, watcher);
    boolean agreed = false;
    try {
      agreed = ask(route);
      return agreed;
    } catch (GatewayException e) {
      LOG.debug("backend {} cannot be watched: {}", route.backend(), e.getMessage());
      return false;
    } finally {
      if (!agreed) {
        leave(route, watcher);
      }
    }
  }

  /** Adds a watcher if there are others; returns whether there are. */
  public boolean join(Route route, Watcher watcher) {
    return watchers.join(route, watcher);
  }

  /** Adds a watcher of which the backend knows already. */
  public void register(Route route, Watcher watcher) {
    watchers.register(route, watcher);
  }

  /** Removes a watcher without a word to the backend; returns whether nobody is left. */
  public boolean leave(Route route, Watcher watcher) {
    return watchers.leave(route, watcher);
  }

  /** Removes a watcher from one resource, and tells the backend if nobody is left. */
  public void remove(Route route, Watcher watcher) {
    if (leave(route, watcher)) {
      tasks.start("unwatch-" + route.backend(), () -> quietly(route, false));
    }
  }

  /** Removes a watcher that is gone. */
  public void forget(Watcher watcher) {
    watchers.of(watcher).forEach(route -> remove(route, watcher));
  }

  /** Returns whether somebody watches anything of this backend. */
  public boolean concern(BackendName backend) {
    return !watchers.of(backend).isEmpty();
  }

  /** Asks a backend again that has a new connection. */
  @Override
  public void connected(BackendName backend) {
    watchers
        .of(backend)
        .forEach(
            uri -> tasks.start("watch-" + backend, () -> quietly(new Route(backend, uri), true)));
  }

  /** Tells everybody who watches the resource that changed, or one that it is a part of. */
  @Override
  public void notified(BackendName backend, Notification notification) {
    boolean update = notification.method().equals(Methods.RESOURCE_UPDATED);
    String uri = update ? notification.params().text("uri") : null;
    if (uri != null) {
      watchers.each(backend, uri, watcher -> watcher.updated(backend, notification));
    }
  }

  @Override
  public void offerRead(BackendName backend, Offer offer) {}

  @Override
  public void withdrawn(BackendName backend) {}

  private void quietly(Route route, boolean watch) {
    try {
      boolean done = watch ? ask(route) : release(route);
      LOG.debug("backend {} was told what is watched: {}", route.backend(), done);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.debug("backend {} was not told what is watched: {}", route.backend(), e.getMessage());
    }
  }

  private boolean ask(Route route) throws InterruptedException {
    return tell(route, Methods.RESOURCES_SUBSCRIBE);
  }

  private boolean release(Route route) throws InterruptedException {
    return tell(route, Methods.RESOURCES_UNSUBSCRIBE);
  }

  private boolean tell(Route route, String method) throws InterruptedException {
    Optional<Backend> backend = backends.find(route.backend());
    Optional<Hop> hop = backend.flatMap(Backend::hop);
    if (backend.isEmpty()
        || hop.isEmpty()
        || !hop.get().server().declares("resources", "subscribe")) {
      return false;
    }
    if (hop.get().revision().era() == Era.STATELESS) {
      return hop.get()
          .watch(new TreeSet<>(watchers.of(route.backend())))
          .contains(route.original());
    }
    Json uri = new JsonWriter().put("uri", route.original()).json();
    return backend.get().request(method, uri) instanceof Success;
  }

  /** Hears that a resource has changed. Never blocks. */
  @FunctionalInterface
  public interface Watcher {
    void updated(BackendName backend, Notification notification);
  }
}
