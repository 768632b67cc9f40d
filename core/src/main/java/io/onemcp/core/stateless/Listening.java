package io.onemcp.core.stateless;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ListChanges;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@code subscriptions/listen} open at a backend, so that its changes become known. What
 * it listens for is fixed; another one takes its place when that changes.
 */
final class Listening implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Map<CapabilityKind, String> FILTERS =
      Map.of(
          CapabilityKind.TOOL, "toolsListChanged",
          CapabilityKind.PROMPT, "promptsListChanged",
          CapabilityKind.RESOURCE, "resourcesListChanged");

  private final StatelessHop hop;
  private final Json params;
  private final Tasks tasks;
  private final CountDownLatch acknowledged = new CountDownLatch(1);
  private final Tasks.Task task;
  private volatile Json granted = Json.EMPTY_OBJECT;

  private Listening(StatelessHop hop, Json params, Tasks tasks) {
    this.hop = hop;
    this.params = params;
    this.tasks = tasks;
    this.task = tasks.start("backend-listen", this::keepListening);
  }

  static Listening start(StatelessHop hop, Json filter, Tasks tasks) {
    return new Listening(hop, new JsonWriter().put("notifications", filter).json(), tasks);
  }

  /** Returns what to listen for; an empty object if the server declares no changes of any use. */
  static Json filter(ServerDescription server, Set<String> uris) {
    JsonWriter filter = new JsonWriter();
    FILTERS.forEach((kind, member) -> {
      if (server.declares(kind.declaredAs(), "listChanged")) {
        filter.put(member, true);
      }
    });
    if (!uris.isEmpty()) {
      filter.put("resourceSubscriptions", JsonWriter.strings(uris));
    }
    return filter.json();
  }

  /** Waits, not for long, until the backend said what it will tell; returns the URIs among it. */
  Set<String> grantedUris() throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, PATIENCE);
    try (deadline) {
      acknowledged.await();
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
    }
    Set<String> uris = new TreeSet<>();
    Json subscriptions = granted.at("resourceSubscriptions");
    if (subscriptions != null) {
      subscriptions.elements().forEach(uri -> uris.add(uri.asText()));
    }
    return uris;
  }

  private void keepListening() {
    Semaphore pause = new Semaphore(0);
    try {
      while (listenOnce()) {
        Tasks.Task wake = tasks.after(PAUSE, pause::release);
        pause.acquire();
        wake.cancel();
        // What changed while nobody listened has to be read.
        FILTERS.keySet().forEach(kind -> hop.notified(changed(kind)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      acknowledged.countDown();
    }
  }

  private static Notification changed(CapabilityKind kind) {
    return Notification.of(ListChanges.method(kind), Json.EMPTY_OBJECT);
  }

  /** Listens until the stream ends; returns whether it is worth trying again. */
  private boolean listenOnce() throws InterruptedException {
    try {
      Response end = hop.call(Call.of(Methods.LISTEN, params).hearing(this::hear));
      if (end instanceof Failure(_, _, var error)) {
        LOG.warn("a backend refused to be listened to: {}", error.message());
        return false;
      }
      return !granted.members().isEmpty();
    } catch (GatewayException e) {
      LOG.debug("the stream of a backend's changes broke: {}", e.getMessage());
      return true;
    }
  }

  private void hear(Message message) {
    if (!(message instanceof Notification note)) {
      return;
    }
    if (note.method().equals(Methods.LISTEN_ACKNOWLEDGED)) {
      Json honoured = note.params().at("notifications");
      granted = honoured == null ? Json.EMPTY_OBJECT : honoured;
      acknowledged.countDown();
    } else {
      hop.notified(note);
    }
  }

  @Override
  public void close() {
    task.cancel();
  }
}
