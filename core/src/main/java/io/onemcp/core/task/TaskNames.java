package io.onemcp.core.task;

import io.onemcp.core.access.Caller;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the ids that a caller knows into messages of one backend, and the backend's own into those
 * of the caller, wherever a message names a task (MCP 2025-11-25, basic/utilities/tasks; MCP
 * 2026-07-28, extension {@code io.modelcontextprotocol/tasks}).
 */
public record TaskNames(TaskIds ids, Caller caller, BackendName backend) {
  /** Returns the caller's id of a task of the backend. */
  public String shown(String id) {
    return ids.expose(caller, backend, id);
  }

  /** Returns the backend's id of a task, if this is one that the caller may know. */
  public Optional<String> hidden(String id) {
    return ids.open(caller, id)
        .filter(route -> route.backend().equals(backend))
        .map(route -> route.original());
  }

  /** Collects the changes for an answer of the backend. */
  public void show(Request request, Success answer, JsonPatch patch) {
    Json result = answer.result();
    if (request.method().startsWith(Methods.TASKS) || "task".equals(result.text("resultType"))) {
      show(result.at("taskId"), patch);
    }
    show(result.at("task", "taskId"), patch);
    if (request.method().equals(Methods.TASKS_LIST)) {
      Json tasks = result.at("tasks");
      if (tasks != null) {
        tasks.elements().forEach(task -> show(task.at("taskId"), patch));
      }
    }
    show(related(result), patch);
  }

  /** Returns a notification of the backend as the caller may read it. */
  public Notification shown(Notification note) {
    Json params = note.params();
    JsonPatch patch = note.whole().patch();
    if (note.method().startsWith(Methods.TASK_NOTIFICATIONS)) {
      show(params.at("taskId"), patch);
    }
    show(related(params), patch);
    return new Notification(patch.json(), note.method());
  }

  /** Returns parameters of a question of the backend as the caller may read them. */
  public Json shown(Json params) {
    JsonPatch patch = params.patch();
    show(related(params), patch);
    return patch.json();
  }

  /** Collects the changes that give a message of the caller the backend's own ids. */
  public void hideRelated(Json content, JsonPatch patch) {
    Json id = related(content);
    if (id != null && id.isString()) {
      hidden(id.asText()).ifPresent(own -> patch.replace(id, Json.string(own)));
    }
  }

  private void show(@Nullable Json id, JsonPatch patch) {
    if (id != null && id.isString()) {
      patch.replace(id, Json.string(shown(id.asText())));
    }
  }

  private static @Nullable Json related(Json content) {
    return content.at(MetaKeys.META, MetaKeys.RELATED_TASK, "taskId");
  }
}
