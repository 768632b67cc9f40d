package io.onemcp.core.bridge;

import io.onemcp.core.access.Caller;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The tasks that the gateway itself holds: a stateless client that has tasks (MCP 2026-07-28,
 * extension {@code io.modelcontextprotocol/tasks}) calls a tool of a stateful backend that can be a
 * task. The call runs here, its questions and its result are in the task. Bounded in number and in
 * time; a task that is over its time is cancelled and forgotten.
 */
public final class HeldTasks implements AutoCloseable {
  private final Map<String, HeldTask> held = new ConcurrentHashMap<>();
  private final Tasks tasks;
  private final TimeSource time;
  private final Bounds bounds;

  public HeldTasks(Tasks tasks, TimeSource time, Bounds bounds) {
    this.tasks = tasks;
    this.time = time;
    this.bounds = bounds;
  }

  /**
   * Begins a task, unless there are too many.
   *
   * @param fingerprint of the call
   * @param capabilities what its client can be asked
   * @param shown makes what the client sees of the backend's answer: a whole response
   */
  public Begun begin(
      Fingerprint fingerprint,
      Json capabilities,
      Parking.Work work,
      Function<Response, Json> shown) {
    if (isFull(fingerprint.principal())) {
      return new Begun.Refused(GatewayError.Overloaded.by("heldTasks"));
    }
    String id = UUID.randomUUID().toString();
    ParkedCall call = new ParkedCall(id, fingerprint, capabilities);
    HeldTask task = new HeldTask(call, shown, time, bounds.life());
    held.put(id, task);
    tasks.after(bounds.life(), () -> tasks.start("task-expired", () -> end(id)));
    call.run(work, tasks, null);
    return new Begun.Task(task.created());
  }

  private boolean isFull(String principal) {
    return held.size() >= bounds.tasks()
        || held.values().stream().filter(task -> task.belongsTo(principal)).count()
            >= bounds.tasksOfOneCaller();
  }

  private void end(String id) {
    HeldTask task = held.remove(id);
    if (task != null) {
      task.cancel();
    }
  }

  /** Finds a task of this caller's at this backend or at any that it may see. */
  public Optional<HeldTask> find(Caller caller, String id) {
    return Optional.ofNullable(held.get(id)).filter(task -> task.belongsTo(caller.principal()));
  }

  /** Returns how many there are. */
  public int size() {
    return held.size();
  }

  /** Cancels and forgets all. */
  @Override
  public void close() {
    held.keySet().forEach(this::end);
  }

  /**
   * Bounds.
   *
   * @param tasks most tasks at a time
   * @param tasksOfOneCaller most tasks of one caller at a time
   * @param life how long a task is kept, done or not
   */
  public record Bounds(int tasks, int tasksOfOneCaller, Duration life) {
    /** How long a task is kept where nothing else is said. */
    public static final Duration LIFE = Duration.ofHours(1);
  }

  /** How an attempt to begin a task ended. */
  public sealed interface Begun {
    /** The result that says that there is a task. */
    record Task(Json result) implements Begun {}

    /** Nothing was begun. */
    record Refused(GatewayError error) implements Begun {}
  }
}
