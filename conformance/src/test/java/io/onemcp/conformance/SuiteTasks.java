package io.onemcp.conformance;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server with the tools that the tasks scenarios of the official suite ask for. */
final class SuiteTasks {
  private static final String ELICIT =
      "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":\"%s\","
          + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}}}";
  private static final RpcError BROKEN = new RpcError(ErrorCodes.INTERNAL_ERROR, "it broke");

  private final Map<String, Task> tasks = new ConcurrentHashMap<>();

  private SuiteTasks() {}

  static ScriptedServer server() {
    SuiteTasks all = new SuiteTasks();
    ScriptedServer server = ScriptedServer.stateless();
    server.declare("extensions", "{\"" + ScriptedTasks.EXTENSION + "\":{}}");
    server.tool("greet", (call, reply) -> reply.text("Hello, " + argument(call, "name") + "!"));
    server.tool("slow_compute", all::slowly);
    server.tool(
        "failing_job",
        (call, reply) -> {
          if (isDeclared(call)) {
            all.begin(reply, Duration.ofSeconds(1), failed(), null);
          } else {
            reply.error(new RpcError(ErrorCodes.MISSING_CAPABILITY, "needs tasks", required()));
          }
        });
    server.tool(
        "protocol_error_job",
        (_, reply) -> all.begin(reply, Duration.ZERO, Json.EMPTY_OBJECT, BROKEN));
    server.tool("confirm_delete", (_, reply) -> all.begin(reply, "confirm"));
    server.tool("multi_input", (_, reply) -> all.begin(reply, "first", "second"));
    server.tool("test_tool_with_task", all::inputFirst);
    server.on(Methods.TASKS_GET, all::get);
    server.on(Methods.TASKS_UPDATE, all::update);
    server.on(Methods.TASKS_CANCEL, all::cancel);
    return server;
  }

  private void slowly(Message.Request call, Reply reply) {
    if (isDeclared(call)) {
      long seconds = Long.parseLong(argument(call, "seconds"));
      begin(reply, Duration.ofSeconds(seconds), text("computed"), null);
    } else {
      reply.result(text("computed").toString());
    }
  }

  private void inputFirst(Message.Request call, Reply reply) {
    Json name = call.params().at("inputResponses", "user_name", "content", "name");
    if (name == null) {
      reply.result(
          "{\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":{\"user_name\":%s}}"
              .formatted(ELICIT.formatted("who")));
    } else {
      begin(reply, Duration.ZERO, text("Hello, " + name.asText()), null);
    }
  }

  private void begin(Reply reply, Duration time, Json result, @Nullable RpcError error) {
    begin(reply, new Task(UUID.randomUUID().toString(), Instant.now().plus(time), result, error));
  }

  private void begin(Reply reply, String... questions) {
    Task task = new Task(UUID.randomUUID().toString(), Instant.now(), text("confirmed"), null);
    for (String question : questions) {
      task.open.put(question, Json.of(ELICIT.formatted(question)));
    }
    begin(reply, task);
  }

  private void begin(Reply reply, Task task) {
    tasks.put(task.id, task);
    reply.result(task.described("working").put("resultType", "task").json().toString());
  }

  private void get(Message.Request request, Reply reply) {
    Task task = find(request, reply);
    if (task != null) {
      reply.result(task.detailed().toString());
    }
  }

  private void update(Message.Request request, Reply reply) {
    Task task = find(request, reply);
    Json given = request.params().at("inputResponses");
    if (task != null) {
      synchronized (task) {
        if (given != null) {
          given.members().forEach(answer -> task.open.remove(answer.name()));
        }
      }
      reply.result("{}");
    }
  }

  private void cancel(Message.Request request, Reply reply) {
    Task task = find(request, reply);
    if (task != null) {
      synchronized (task) {
        task.cancelled |= !task.isDone();
      }
      reply.result("{}");
    }
  }

  private @Nullable Task find(Message.Request request, Reply reply) {
    Task task = tasks.get(String.valueOf(request.params().text("taskId")));
    if (task == null) {
      reply.error(ErrorCodes.INVALID_PARAMS, "no such task");
    }
    return task;
  }

  private static boolean isDeclared(Message.Request call) {
    return call.params()
            .at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES, "extensions", ScriptedTasks.EXTENSION)
        != null;
  }

  private static String argument(Message.Request call, String name) {
    Json argument = call.params().at("arguments", name);
    return argument == null ? "0" : argument.asText();
  }

  private static Json required() {
    return Json.of("{\"requiredCapabilities\":" + ScriptedTasks.DECLARED + "}");
  }

  private static Json text(String text) {
    Json block = new JsonWriter().put("type", "text").put("text", text).json();
    return new JsonWriter().put("content", JsonWriter.array(List.of(block))).json();
  }

  private static Json failed() {
    return text("failed").patch().set(Json.TRUE, "isError").json();
  }

  private static final class Task {
    private final String id;
    private final Instant begun = Instant.now();
    private final Instant due;
    private final Json result;
    private final @Nullable RpcError error;
    private final Map<String, Json> open = new LinkedHashMap<>();
    private boolean cancelled;

    Task(String id, Instant due, Json result, @Nullable RpcError error) {
      this.id = id;
      this.due = due;
      this.result = result;
      this.error = error;
    }

    boolean isDone() {
      return open.isEmpty() && !Instant.now().isBefore(due);
    }

    synchronized Json detailed() {
      if (cancelled) {
        return described("cancelled").json();
      }
      if (!open.isEmpty()) {
        JsonWriter questions = new JsonWriter();
        open.forEach(questions::put);
        return described("input_required").put("inputRequests", questions.json()).json();
      }
      if (!isDone()) {
        return described("working").json();
      }
      return error == null
          ? described("completed")
              .put("result", result.patch().set(Json.string("complete"), "resultType").json())
              .json()
          : described("failed").put("error", error.json()).json();
    }

    JsonWriter described(String status) {
      return new JsonWriter()
          .put("taskId", id)
          .put("status", status)
          .put("createdAt", begun.toString())
          .put("lastUpdatedAt", begun.toString())
          .put("ttlMs", 600_000)
          .put("pollIntervalMs", 100);
    }
  }
}
