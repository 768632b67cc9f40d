package io.onemcp.core.stateful;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.task.TaskNames;
import java.util.Optional;

/**
 * The questions of one backend to one client, as far as tasks go (MCP 2025-11-25,
 * basic/utilities/tasks): a question may belong to a task of the backend, and may itself begin a
 * task of the client, of which other backends must not know.
 */
record TaskQuestions(TaskNames names, SessionTasks tasks) {
  private static final RequestId ANY = new RequestId.Num(0);

  /** Returns the refusal of a question about a task that the backend did not begin. */
  Optional<Response> refusal(Request question) {
    return switch (question.method()) {
      case Methods.TASKS_LIST -> Optional.of(failure(ErrorCodes.METHOD_NOT_FOUND, "not declared"));
      case Methods.TASKS_GET, Methods.TASKS_RESULT, Methods.TASKS_CANCEL ->
          names.backend().equals(tasks.asker(question.params().text("taskId")))
              ? Optional.empty()
              : Optional.of(failure(ErrorCodes.INVALID_PARAMS, "unknown task"));
      default -> Optional.empty();
    };
  }

  private static Response failure(int code, String problem) {
    return Failure.of(ANY, new RpcError(code, problem));
  }

  /** Returns the parameters as the client may read them. */
  Json shown(Request question) {
    Json params = question.params();
    String related = params.text(MetaKeys.META, MetaKeys.RELATED_TASK, "taskId");
    return related == null || tasks.asker(related) != null ? params : names.shown(params);
  }

  /** Returns the client's answer as the backend may read it, and remembers a task that it began. */
  Response heard(Request question, Response answer) {
    if (!(answer instanceof Success success)) {
      return answer;
    }
    String begun =
        question.params().at("task") == null ? null : success.result().text("task", "taskId");
    if (begun != null) {
      tasks.beganAtClient(begun, names.backend());
    }
    JsonPatch patch = success.whole().patch();
    names.hideRelated(success.result(), patch);
    return new Success(patch.json(), success.id());
  }
}
