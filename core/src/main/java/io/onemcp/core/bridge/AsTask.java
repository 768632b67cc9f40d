package io.onemcp.core.bridge;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Call;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls a tool that can only be called as a task (MCP 2025-11-25), for a client that has no tasks:
 * begins the task, waits for its result, and makes an ordinary result of it.
 */
public record AsTask(Tasks tasks) {
  private static final RequestId ANY = new RequestId.Num(0);

  /** Carries the call out on a line of one session; an interrupt cancels the task, too. */
  public Response call(Line line, Call call) throws InterruptedException {
    call.patch().set(Json.EMPTY_OBJECT, "params", "task");
    Beginning beginning = new Beginning(tasks, () -> line.call(call));
    try {
      Response begun = beginning.await();
      Json named = named(begun);
      Response end = named == null ? begun : ordinary(line.call(resultOf(named, call)));
      line.close();
      return end;
    } catch (GatewayException e) {
      line.close();
      throw e;
    } catch (InterruptedException e) {
      beginning.undo(begun -> cancel(line, begun));
      throw e;
    }
  }

  private static @Nullable Json named(Response begun) {
    String id = begun instanceof Success success ? success.result().text("task", "taskId") : null;
    return id == null ? null : new JsonWriter().put("taskId", id).json();
  }

  private static Call resultOf(Json named, Call call) {
    Request request = Request.of(ANY, Methods.TASKS_RESULT, named);
    return new Call(
        request,
        request.whole().patch(),
        "",
        Map.of(),
        true,
        false,
        false,
        call.interim(),
        call.respondent());
  }

  private static Response ordinary(Response response) {
    return response instanceof Success success
        ? new Success(
            success
                .whole()
                .patch()
                .remove("result", MetaKeys.META, MetaKeys.RELATED_TASK)
                .prune("result", MetaKeys.META)
                .json(),
            success.id())
        : response;
  }

  private static void cancel(Line line, Response begun) throws InterruptedException {
    Json named = named(begun);
    try {
      if (named != null) {
        line.call(Call.of(Methods.TASKS_CANCEL, named));
      }
    } finally {
      line.close();
    }
  }

  /** Carries calls to one session of a backend. */
  public interface Line extends AutoCloseable {
    Response call(Call call) throws InterruptedException;

    /** There are no more calls. */
    @Override
    void close();
  }
}
