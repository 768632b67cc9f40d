package io.onemcp.core.stateless;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.backend.Refusing;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.task.TaskSupport;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to one backend for the tasks of one stream of one client, until closed; again after the
 * backend was lost. Other clients' tasks have listeners of their own.
 */
final class TaskListening implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskListening.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final RequestId ANY = new RequestId.Num(0);

  private final Backend backend;
  private final Json gateway;
  private final Json params;
  private final Consumer<Notification> listener;
  private final Tasks tasks;
  private final CountDownLatch acknowledged = new CountDownLatch(1);
  private final Set<String> granted = new TreeSet<>();
  private final Tasks.Task task;

  /**
   * Begins to listen.
   *
   * @param gateway the gateway's own name and version
   * @param ids the backend's own ids of the tasks
   * @param listener takes notifications as the backend wrote them; must not block
   */
  TaskListening(
      Backend backend,
      Json gateway,
      Collection<String> ids,
      Consumer<Notification> listener,
      Tasks tasks) {
    this.backend = backend;
    this.gateway = gateway;
    Json filter = new JsonWriter().put("taskIds", JsonWriter.strings(ids)).json();
    this.params = new JsonWriter().put("notifications", filter).json();
    this.listener = listener;
    this.tasks = tasks;
    this.task = tasks.start("task-listen", this::keepListening);
  }

  /** Waits, not for long, until the backend said of which tasks it will tell. */
  Set<String> granted() throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, PATIENCE);
    try (deadline) {
      acknowledged.await();
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
    }
    synchronized (granted) {
      return Set.copyOf(granted);
    }
  }

  private void keepListening() {
    Semaphore pause = new Semaphore(0);
    try {
      while (listenOnce()) {
        Tasks.Task wake = tasks.after(PAUSE, pause::release);
        pause.acquire();
        wake.cancel();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      acknowledged.countDown();
    }
  }

  /** Listens until the stream ends; returns whether it is worth trying again. */
  private boolean listenOnce() throws InterruptedException {
    Optional<Hop> hop = backend.hop();
    try {
      if (hop.isEmpty()) {
        return true;
      }
      return hop.get().revision().era() == Era.STATELESS
          && hop.get().call(call(hop.get())) instanceof Success;
    } catch (GatewayException e) {
      LOG.debug("backend {} is not heard about tasks: {}", backend.name(), e.getMessage());
      return true;
    }
  }

  private Call call(Hop hop) {
    Request request = Request.of(ANY, Methods.LISTEN, params);
    JsonPatch patch = request.whole().patch();
    Envelope.put(patch, hop.revision(), gateway, TaskSupport.DECLARED);
    return new Call(request, patch, "", Map.of(), true, false, false, this::hear, new Refusing());
  }

  private void hear(Message message) {
    if (!(message instanceof Notification note)) {
      return;
    }
    if (note.method().equals(Methods.LISTEN_ACKNOWLEDGED)) {
      Json ids = note.params().at("notifications", "taskIds");
      synchronized (granted) {
        granted.clear();
        if (ids != null) {
          ids.elements().forEach(id -> granted.add(id.asText()));
        }
      }
      acknowledged.countDown();
    } else if (note.method().startsWith(Methods.TASK_NOTIFICATIONS)) {
      listener.accept(note);
    }
  }

  @Override
  public void close() {
    task.cancel();
  }
}
