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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend of the stateful era that asks its client whatever a call says. */
final class AskingBackend {
  /** Asks every one of {@code questions}, one after the other, and returns all {@code answers}. */
  static final String ASK = "ask";

  /** Asks one question, takes it back when released, and returns when released again. */
  static final String TAKE_BACK = "take-back";

  /** Tells progress and a log message whenever released, twice, around one question. */
  static final String CHATTY = "chatty";

  /** Never answers. */
  static final String HANG = "hang";

  /** Is answered by {@link #SECOND}, in one breath with the question of that one. */
  static final String FIRST = "first";

  static final String SECOND = "second";

  /** Answers when released. */
  static final String WAIT = "wait";

  /** Wants an address visited before the first call of a key. */
  static final String VISIT = "visit";

  static final String ELICIT = "elicitation/create";
  static final String SAMPLE = "sampling/createMessage";
  static final String ROOTS = "roots/list";

  private static final String TAKEN_BACK = "777";

  private final ScriptedServer server;
  private final Map<String, AtomicInteger> executions = new ConcurrentHashMap<>();
  private final Semaphore released = new Semaphore(0);
  private final BlockingQueue<Reply> firsts = new LinkedBlockingQueue<>();

  AskingBackend(BackendLine line) {
    this.server = line.server();
    server.tool(ASK, this::ask);
    server.tool(TAKE_BACK, this::takeBack);
    server.tool(CHATTY, this::chatty);
    server.tool(HANG, (_, reply) -> reply.hang());
    server.tool(
        WAIT,
        (_, reply) -> {
          awaitRelease();
          answer(reply, List.of());
        });
    server.tool(VISIT, this::visit);
    server.tool(FIRST, this::first);
    server.tool(SECOND, this::second);
    server.on(Methods.PROMPTS_GET, this::ask);
    server.on(
        Methods.RESOURCES_READ, (_, reply) -> reply.error(ErrorCodes.RESOURCE_NOT_FOUND, "gone"));
    server.list(Methods.PROMPTS_LIST, "prompts", "[{\"name\":\"ask\"}]");
  }

  ScriptedServer server() {
    return server;
  }

  /** Lets a tool go on that waits for it. */
  void release() {
    released.release();
  }

  /** How often a call was carried out whose arguments have this key. */
  int executions(String key) {
    return executions.computeIfAbsent(key, _ -> new AtomicInteger()).get();
  }

  /** Arguments of {@link #ASK}. */
  static String asking(String key, String... questions) {
    return "{\"key\":\"" + key + "\",\"questions\":[" + String.join(",", questions) + "]}";
  }

  static String question(String method, String params) {
    return "{\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  /** A question for a form. */
  static String form(String message) {
    return question(
        ELICIT, "{\"message\":\"" + message + "\",\"requestedSchema\":{\"type\":\"object\"}}");
  }

  private void ask(Message.Request call, Reply reply) throws InterruptedException {
    count(call);
    List<Json> answers = new ArrayList<>();
    for (Json question : argument(call, "questions").elements()) {
      String params = String.valueOf(question.at("params"));
      answers.add(outcome(reply.ask(String.valueOf(question.text("method")), params)));
    }
    answer(reply, answers);
  }

  private void takeBack(Message.Request call, Reply reply) throws InterruptedException {
    count(call);
    reply.raw(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":{\"message\":\"m\"}}"
            .formatted(TAKEN_BACK, ELICIT));
    awaitRelease();
    reply.notification(Methods.CANCELLED, "{\"requestId\":" + TAKEN_BACK + "}");
    awaitRelease();
    answer(reply, List.of());
  }

  private void chatty(Message.Request call, Reply reply) throws InterruptedException {
    count(call);
    awaitRelease();
    reply.progress(1, 2);
    reply.notification(Methods.LOG_MESSAGE, "{\"level\":\"error\",\"data\":\"before\"}");
    Json answer = outcome(reply.ask(ELICIT, "{\"message\":\"m\"}"));
    awaitRelease();
    reply.progress(2, 2);
    reply.notification(Methods.LOG_MESSAGE, "{\"level\":\"error\",\"data\":\"after\"}");
    answer(reply, List.of(answer));
  }

  private void visit(Message.Request call, Reply reply) {
    count(call);
    if (executions(String.valueOf(call.params().text("arguments", "key"))) > 1) {
      reply.text("visited");
    } else {
      String first = "{\"mode\":\"url\",\"elicitationId\":\"e\",\"url\":\"https://x\"}";
      Json data = Json.of("{\"elicitations\":[" + first + "]}");
      reply.error(new RpcError(ErrorCodes.URL_ELICITATION_REQUIRED, "visit", data));
    }
  }

  private void first(Message.Request call, Reply reply) throws InterruptedException {
    firsts.add(reply);
    awaitRelease();
  }

  private void second(Message.Request call, Reply reply) throws InterruptedException {
    answer(firsts.take(), List.of());
    released.release();
    answer(reply, List.of(outcome(reply.ask(ELICIT, "{\"message\":\"m\"}"))));
  }

  private void awaitRelease() throws InterruptedException {
    if (!released.tryAcquire(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody released the tool within 10 s");
    }
  }

  private void count(Message.Request call) {
    String key = String.valueOf(call.params().text("arguments", "key"));
    executions.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
  }

  private static void answer(Reply reply, List<Json> answers) {
    JsonWriter result = new JsonWriter().put("content", JsonWriter.array(List.of()));
    result.put("messages", JsonWriter.array(List.of()));
    reply.result(result.put("answers", JsonWriter.array(answers)).json().toString());
  }

  private static Json outcome(Message.Response response) {
    Json result = response.whole().at("result");
    return result == null ? Objects.requireNonNull(response.whole().at("error")) : result;
  }

  private static Json argument(Message.Request call, String name) {
    Json argument = call.params().at("arguments", name);
    return argument == null ? Json.EMPTY_OBJECT : argument;
  }

  /** What a request declares that the client can be asked. */
  static String declared(Message.Request request) {
    Json meta = request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES);
    return String.valueOf(meta == null ? request.params().at("capabilities") : meta);
  }
}
