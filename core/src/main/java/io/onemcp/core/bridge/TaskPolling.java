package io.onemcp.core.bridge;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonMember;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.Tasks.Task;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a task of a stateless backend (MCP 2026-07-28, extension {@code
 * io.modelcontextprotocol/tasks}) for a client that has none: asks how it goes, puts its questions
 * before the client, and makes an ordinary answer of its end.
 */
public final class TaskPolling {
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration SELDOM = Duration.ofSeconds(5);
  private static final Duration USUAL = Duration.ofSeconds(1);

  private final InputRounds rounds;
  private final Tasks tasks;

  public TaskPolling(InputRounds rounds, Tasks tasks) {
    this.rounds = rounds;
    this.tasks = tasks;
  }

  /** Returns whether an answer says that a task was begun. */
  public static boolean isBegun(Response response) {
    return response instanceof Success success
        && "task".equals(success.result().text("resultType"))
        && success.result().text("taskId") != null;
  }

  /** Makes a call that may begin a task; an interrupt cancels the task, too. */
  public Response begin(Line line, Call call) throws InterruptedException {
    Beginning beginning = new Beginning(tasks, call::carryOut);
    try {
      return beginning.await();
    } catch (InterruptedException e) {
      beginning.undo(begun -> {
        if (begun instanceof Success success && isBegun(begun)) {
          line.cancel(named(success));
        }
      });
      throw e;
    }
  }

  private static Json named(Success begun) {
    return new JsonWriter().put("taskId", String.valueOf(begun.result().text("taskId"))).json();
  }

  /** Waits for the end of the task that a call has begun; an interrupt cancels it. */
  public Response play(Request request, Success begun, InputRounds.Client client, Line line)
      throws InterruptedException {
    Json named = named(begun);
    Set<String> asked = new HashSet<>();
    Json task = begun.result();
    try {
      while (true) {
        pause(task);
        Response next = line.call(Methods.TASKS_GET, named);
        if (!(next instanceof Success success)) {
          return next;
        }
        task = success.result();
        String status = String.valueOf(task.text("status"));
        if (ENDS.contains(status)) {
          return end(request, task, status);
        }
        if (status.equals("input_required")) {
          Optional<RpcError> refusal = answer(named, unasked(task, asked), client, line);
          if (refusal.isPresent()) {
            tasks.start("task-cancel", () -> line.cancel(named));
            return InputRounds.ended(request, refusal.get());
          }
        }
      }
    } catch (InterruptedException e) {
      tasks.start("task-cancel", () -> line.cancel(named));
      throw e;
    }
  }

  private static Json unasked(Json task, Set<String> asked) {
    Json wanted = task.at("inputRequests");
    JsonWriter fresh = new JsonWriter();
    for (JsonMember question : wanted == null ? List.<JsonMember>of() : wanted.members()) {
      if (asked.add(question.name())) {
        fresh.put(question.name(), question.value());
      }
    }
    return new JsonWriter().put("inputRequests", fresh.json()).json();
  }

  /** Has questions answered; returns why the client refused one, if it did. */
  private Optional<RpcError> answer(
      Json named, Json questions, InputRounds.Client client, Line line)
      throws InterruptedException {
    JsonWriter inputs = new JsonWriter();
    for (Map.Entry<String, Response> answer : rounds.ask(questions, client).entrySet()) {
      switch (answer.getValue()) {
        case Success given -> inputs.put(answer.getKey(), given.result());
        case Failure(_, _, var error) -> {
          return Optional.of(error);
        }
      }
    }
    Json responses = inputs.json();
    if (!responses.members().isEmpty()) {
      line.call(Methods.TASKS_UPDATE, named.patch().set(responses, "inputResponses").json());
    }
    return Optional.empty();
  }

  private void pause(Json task) throws InterruptedException {
    Semaphore over = new Semaphore(0);
    Task wake = tasks.after(interval(task.at("pollIntervalMs")), over::release);
    try {
      over.acquire();
    } finally {
      wake.cancel();
    }
  }

  private static Duration interval(@Nullable Json told) {
    Duration interval;
    try {
      interval = told == null ? USUAL : Duration.ofMillis(Long.parseLong(told.toString()));
    } catch (NumberFormatException _) {
      interval = USUAL;
    }
    if (interval.compareTo(OFTEN) < 0) {
      return OFTEN;
    }
    return interval.compareTo(SELDOM) > 0 ? SELDOM : interval;
  }

  private static Response end(Request request, Json task, String status) {
    Json result = task.at("result");
    if (status.equals("completed") && result != null) {
      return Success.of(request.id(), result);
    }
    return Failure.of(request.id(), error(task, status));
  }

  private static RpcError error(Json task, String status) {
    Json error = task.at("error");
    String message = error == null ? null : error.text("message");
    if (error == null || message == null) {
      return new RpcError(ErrorCodes.INTERNAL_ERROR, "the task was " + status);
    }
    try {
      int code = Integer.parseInt(String.valueOf(error.at("code")));
      return new RpcError(code, message, error.at("data"));
    } catch (NumberFormatException _) {
      return new RpcError(ErrorCodes.INTERNAL_ERROR, message, error.at("data"));
    }
  }

  /** A call that may begin a task. */
  @FunctionalInterface
  public interface Call {
    Response carryOut() throws InterruptedException;
  }

  /** Carries requests about the task to its backend. */
  public interface Line {
    Response call(String method, Json params) throws InterruptedException;

    /** Cancels the task, and does not care how that ends. */
    void cancel(Json named);
  }
}
