package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * With which replica something began that has to stay there: a client's own session, a task, a call
 * that waits for input. Bounded; what was unused for longest is forgotten. Safe for use by many
 * threads.
 */
final class ReplicaHomes {
  /** Most things remembered for one group. */
  static final int MAX = 10_000;

  private static final String TASKS = "tasks/";

  /** Whether any call has ever waited for input: only then is it worth a look. */
  private volatile boolean asks;

  private final Map<String, Replica> homes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Replica> eldest) {
          return size() > MAX;
        }
      };

  /** Returns the replica of a client's own sessions, which is chosen now if there is none. */
  synchronized Optional<Replica> ofOwner(String owner, Supplier<Optional<Replica>> choice) {
    Optional<Replica> known = Optional.ofNullable(homes.get(ownerKey(owner)));
    if (known.isPresent()) {
      return known;
    }
    Optional<Replica> chosen = choice.get();
    chosen.ifPresent(it -> homes.put(ownerKey(owner), it));
    return chosen;
  }

  /** From now on a client's own sessions are with that replica. */
  synchronized void move(String owner, Replica replica) {
    homes.put(ownerKey(owner), replica);
  }

  synchronized void forget(String owner) {
    homes.remove(ownerKey(owner));
  }

  /** Returns where the task is that a call is about. */
  Optional<Replica> ofTask(Call call) {
    return call.method().startsWith(TASKS)
        ? find(taskKey(call.request().params().text("taskId"), call.target()))
        : Optional.empty();
  }

  /** Returns where the first of these tasks is. */
  Optional<Replica> ofTasks(@Nullable Json ids) {
    return ids == null
        ? Optional.empty()
        : ids.elements().stream().flatMap(id -> ofTask(id.asText()).stream()).findFirst();
  }

  Optional<Replica> ofTask(String id) {
    return find(taskKey(id, id));
  }

  /** Returns where the call waits that is repeated with its input. */
  Optional<Replica> ofInput(Call call) {
    if (!asks) {
      return Optional.empty();
    }
    return Optional.ofNullable(call.patch().json().text("params", "requestState"))
        .flatMap(it -> find(stateKey(it)));
  }

  /** Takes note of what an answer says that has begun. */
  void noted(Response response, Replica replica) {
    if (response instanceof Success success) {
      Json result = success.result();
      Json created = result.at("task");
      String task = created == null ? result.text("taskId") : created.text("taskId");
      if (task != null) {
        put(taskKey(task, task), replica);
      }
      String state = result.text("requestState");
      if (state != null) {
        asks = true;
        put(stateKey(state), replica);
      }
    }
  }

  /** Forgets replicas that are gone. */
  synchronized void retain(Collection<Replica> staying) {
    homes.values().retainAll(staying);
  }

  private synchronized Optional<Replica> find(String key) {
    return Optional.ofNullable(homes.get(key));
  }

  private synchronized void put(String key, Replica replica) {
    homes.put(key, replica);
  }

  private static String ownerKey(String owner) {
    return "owner " + owner;
  }

  private static String taskKey(@Nullable String written, String meant) {
    return "task " + (meant.isEmpty() ? written : meant);
  }

  /** A digest in place of what may be long. */
  private static String stateKey(String state) {
    return "state " + OfferSeal.digest(state);
  }
}
