package io.onemcp.core.backend;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a task lives on in its session, by the backend's own word (MCP 2025-11-25, tasks). */
final class TaskLife {
  /** The longest life that counts; every answer about the task begins it anew. */
  static final Duration MAX = Duration.ofHours(1);

  private TaskLife() {}

  /** Returns the time to live of the task that an answer describes; empty if it describes none. */
  static Optional<Duration> of(Hop hop, Response response) {
    if (hop.revision().era() != Era.STATEFUL
        || !hop.server().declares("tasks")
        || !(response instanceof Success success)) {
      return Optional.empty();
    }
    Json created = success.result().at("task");
    Json task = created == null ? success.result() : created;
    return task.text("taskId") == null || task.text("status") == null
        ? Optional.empty()
        : Optional.of(life(task.at("ttl")));
  }

  private static Duration life(@Nullable Json ttl) {
    try {
      Duration told = ttl == null ? MAX : Duration.ofMillis(Long.parseLong(ttl.toString()));
      return told.compareTo(MAX) < 0 ? told : MAX;
    } catch (NumberFormatException _) {
      return MAX;
    }
  }
}
