package io.onemcp.testkit;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gives a scripted server tasks, in the way of its era: the experiment of 2025-11-25, or the
 * extension {@code io.modelcontextprotocol/tasks} of 2026-07-28.
 *
 * <p>A call of {@link #JOB} begins a task, which works until the test {@linkplain #finish finishes}
 * it; one whose arguments have a {@code question}, the parameters of an elicitation, is completed
 * by the answer, which becomes its text.
 */
public final class ScriptedTasks {
  /** The tool that can only be called as a task. */
  public static final String JOB = "job";

  /** The extension's name. */
  public static final String EXTENSION = "io.modelcontextprotocol/tasks";

  /** What a client of the stateless era declares to get tasks. */
  public static final String DECLARED = "{\"extensions\":{\"" + EXTENSION + "\":{}}}";

  private static final String ELICIT = "elicitation/create";
  private static final String KEY = "answer";

  private final Map<String, ScriptedTask> tasks = new ConcurrentSkipListMap<>();
  private final Map<String, Ear> listening = new ConcurrentHashMap<>();
  private final Received<String> begun = new Received<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Era era;

  private ScriptedTasks(Era era) {
    this.era = era;
  }

  /** Gives tasks to a server that speaks one era. */
  public static ScriptedTasks on(ScriptedServer server, Era era) {
    ScriptedTasks all = new ScriptedTasks(era);
    String schema = "\"inputSchema\":{\"type\":\"object\"}";
    server.on(Methods.TASKS_GET, all::get);
    server.on(Methods.TASKS_CANCEL, all::cancel);
    if (era == Era.STATEFUL) {
      server.declare("tasks", "{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");
      String entry =
          "{\"name\":\"job\"," + schema + ",\"execution\":{\"taskSupport\":\"required\"}}";
      server.tool(JOB, entry, all::beginStateful);
      server.on(Methods.TASKS_LIST, (_, reply) -> all.list(reply));
      server.on(Methods.TASKS_RESULT, all::result);
    } else {
      server.declare("extensions", "{\"" + EXTENSION + "\":{}}");
      server.tool(JOB, "{\"name\":\"job\"," + schema + "}", all::beginStateless);
      server.on(Methods.TASKS_UPDATE, all::update);
      server.on(Methods.LISTEN, all::listen);
    }
    return all;
  }

  /** Waits until so many tasks were begun, and returns the id of the last one. */
  public String awaitBegun(int count) throws InterruptedException {
    return begun.await("task", count, _ -> true).getLast();
  }

  /** Returns how many tasks were begun. */
  public int begun() {
    return begun.all().size();
  }

  /** Waits, for 10 seconds at most, until a task is there. */
  public void awaitStatus(String id, String status) throws InterruptedException {
    task(id).awaitStatus(status);
  }

  /** Completes a task with a result of its tool. */
  public void finish(String id, String resultJson) {
    task(id).finish("completed", Json.of(resultJson));
    tell(id);
  }

  private ScriptedTask task(String id) {
    ScriptedTask task = tasks.get(id);
    if (task == null) {
      throw new AssertionError("no task " + id + " among " + tasks.keySet());
    }
    return task;
  }

  private ScriptedTask begin(Message.Request call) {
    String id = "t-" + lastId.incrementAndGet();
    @Nullable Json question = call.params().at("arguments", "question");
    ScriptedTask task = new ScriptedTask(id, era, question);
    tasks.put(id, task);
    begun.add(id);
    return task;
  }

  private void beginStateful(Message.Request call, Reply reply) {
    if (call.params().at("task") == null) {
      reply.error(ErrorCodes.METHOD_NOT_FOUND, "this tool needs a task");
    } else {
      Json task = begin(call).json().json();
      reply.result(new JsonWriter().put("task", task).json().toString());
    }
  }

  private void beginStateless(Message.Request call, Reply reply) {
    Json declared =
        call.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES, "extensions", EXTENSION);
    if (declared == null) {
      Json data = Json.of("{\"requiredCapabilities\":" + DECLARED + "}");
      reply.error(new RpcError(ErrorCodes.MISSING_CAPABILITY, "this tool needs tasks", data));
    } else {
      reply.result(begin(call).json().put("resultType", "task").json().toString());
    }
  }

  private void get(Message.Request request, Reply reply) {
    ScriptedTask task = find(request, reply);
    if (task != null) {
      reply.result((era == Era.STATEFUL ? task.json() : detailed(task)).json().toString());
    }
  }

  private void list(Reply reply) {
    var all = tasks.values().stream().map(task -> task.json().json()).toList();
    reply.result(new JsonWriter().put("tasks", JsonWriter.array(all)).json().toString());
  }

  private void cancel(Message.Request request, Reply reply) {
    ScriptedTask task = find(request, reply);
    if (task != null) {
      task.finish("cancelled", Json.EMPTY_OBJECT);
      reply.result(era == Era.STATEFUL ? task.json().json().toString() : "{}");
      tell(task.id());
    }
  }

  /** Asks on the stream of whoever wants the result, as the reference servers do. */
  private void result(Message.Request request, Reply reply) throws InterruptedException {
    ScriptedTask task = find(request, reply);
    if (task == null) {
      return;
    }
    Json question = task.question();
    if (question != null) {
      Json params = question.patch().set(task.related(), MetaKeys.META).json();
      Message.Response answer = reply.ask(ELICIT, params.toString());
      task.answered(answer.whole());
    }
    Json result = task.awaitResult();
    Json related = result.patch().set(task.related(), MetaKeys.META).json();
    reply.result(related.toString());
  }

  private void update(Message.Request request, Reply reply) {
    ScriptedTask task = find(request, reply);
    if (task != null) {
      Json answer = request.params().at("inputResponses", KEY);
      if (answer != null) {
        task.answered(answer);
      }
      reply.result("{}");
      tell(task.id());
    }
  }

  private @Nullable ScriptedTask find(Message.Request request, Reply reply) {
    ScriptedTask task = tasks.get(String.valueOf(request.params().text("taskId")));
    if (task == null) {
      reply.error(ErrorCodes.INVALID_PARAMS, "no such task");
    }
    return task;
  }

  private void listen(Message.Request request, Reply reply) throws InterruptedException {
    Json wanted = request.params().at("notifications", "taskIds");
    Json granted =
        wanted == null ? Json.EMPTY_OBJECT : new JsonWriter().put("taskIds", wanted).json();
    Json meta = new JsonWriter().put(MetaKeys.SUBSCRIPTION_ID, request.id().json()).json();
    Json params = new JsonWriter().put("notifications", granted).put(MetaKeys.META, meta).json();
    if (wanted != null) {
      wanted.elements().forEach(id -> listening.put(id.asText() + meta, new Ear(reply, meta)));
    }
    reply.notification(Methods.LISTEN_ACKNOWLEDGED, params.toString());
    reply.hang();
  }

  private void tell(String id) {
    Json task = detailed(task(id)).json();
    listening.forEach((key, ear) -> {
      if (key.startsWith(id + "{")) {
        Json params = task.patch().set(ear.meta(), MetaKeys.META).json();
        ear.reply().notification(Methods.TASK_NOTIFICATIONS, params.toString());
      }
    });
  }

  /** Who hears of a task, on which stream. */
  private record Ear(Reply reply, Json meta) {}

  private static JsonWriter detailed(ScriptedTask task) {
    JsonWriter json = task.json();
    Json question = task.question();
    if (question != null) {
      Json input = new JsonWriter().put("method", ELICIT).put("params", question).json();
      json.put("inputRequests", new JsonWriter().put(KEY, input).json());
    }
    Json result = task.result();
    return task.status().equals("completed") && result != null ? json.put("result", result) : json;
  }
}
