package io.onemcp.core.bridge;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A stateful client calls a stateless backend that needs input.
 *
 * <p>The backend answers {@code input_required}; we ask the client by real requests, all of them at
 * once, on the stream of its call, and call again with the answers and the backend's own {@code
 * requestState}. Not more often than {@link #MAX_ROUNDS}. A question that the client cannot be
 * asked, or refuses to answer, ends the call: a tool's as a failed result, others as an error.
 */
public final class InputRounds {
  /** Most rounds of one call, like in the reference clients. */
  public static final int MAX_ROUNDS = 10;

  private final Tasks tasks;

  public InputRounds(Tasks tasks) {
    this.tasks = tasks;
  }

  /**
   * Plays the rounds until there is a result or an error.
   *
   * @param request the client's own request
   * @param first the backend's first answer
   */
  public Response play(Request request, Response first, Client client, Retry retry)
      throws InterruptedException {
    Response response = first;
    for (int round = 0; round < MAX_ROUNDS && wantsInput(response); round++) {
      Json result = ((Success) response).result();
      Map<String, Response> answers = ask(result, client);
      JsonWriter inputs = new JsonWriter();
      for (Map.Entry<String, Response> answer : answers.entrySet()) {
        if (answer.getValue() instanceof Success success) {
          inputs.put(answer.getKey(), success.result());
        } else if (answer.getValue() instanceof Failure(_, _, var error)) {
          return ended(request, error);
        }
      }
      response = retry.again(inputs.json(), result.at("requestState"));
    }
    return wantsInput(response)
        ? ended(
            request, new RpcError(ErrorCodes.INTERNAL_ERROR, "the server never had enough input"))
        : response;
  }

  private static boolean wantsInput(Response response) {
    return response instanceof Success success
        && "input_required".equals(success.result().text("resultType"));
  }

  /** Asks the client all that a result wants to know, at once. */
  Map<String, Response> ask(Json result, Client client) throws InterruptedException {
    Json wanted = result.at("inputRequests");
    Map<String, Json> questions = new LinkedHashMap<>();
    if (wanted != null) {
      wanted.members().forEach(member -> questions.put(member.name(), member.value()));
    }
    Map<String, Response> answers = new ConcurrentHashMap<>();
    CountDownLatch open = new CountDownLatch(questions.size());
    Map<String, Tasks.Task> running = new LinkedHashMap<>();
    questions.forEach((key, question) ->
        running.put(
            key,
            tasks.start(
                "question",
                () -> {
                  try {
                    answers.put(key, put(question, client));
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  } finally {
                    open.countDown();
                  }
                })));
    try {
      open.await();
    } finally {
      running.values().forEach(Tasks.Task::cancel);
    }
    return answers;
  }

  private static Response put(Json question, Client client) throws InterruptedException {
    String method = String.valueOf(question.text("method"));
    Json given = question.at("params");
    Json params = given == null ? Json.EMPTY_OBJECT : given;
    if (!InputRequests.isCovered(client.capabilities(), method, params)) {
      return failure("the server asked for " + method + ", which the client did not declare");
    }
    Response answer = client.ask(method, dated(method, params, client.revision()));
    boolean declined = answer instanceof Failure && method.equals(InputRequests.ELICIT);
    return declined ? success(Json.of("{\"action\":\"cancel\"}")) : answer;
  }

  /** Gives a question the shape that the client's revision knows. */
  private static Json dated(String method, Json params, Revision revision) {
    if (!method.equals(InputRequests.ELICIT)) {
      return params;
    }
    JsonPatch patch = params.patch();
    if ("url".equals(params.text("mode"))) {
      patch.set(Json.string(UUID.randomUUID().toString()), "elicitationId");
    } else if (!revision.atLeast(Revision.V2025_11_25)) {
      patch.remove("mode");
    }
    return patch.json();
  }

  /** Returns how a call ends whose question was refused. */
  static Response ended(Request request, RpcError error) {
    if (!request.method().equals(Methods.TOOLS_CALL)) {
      return Failure.of(request.id(), error);
    }
    Json block = new JsonWriter().put("type", "text").put("text", error.message()).json();
    return Success.of(
        request.id(),
        new JsonWriter()
            .put("content", JsonWriter.array(List.of(block)))
            .put("isError", true)
            .json());
  }

  private static Response failure(String problem) {
    return Failure.of(new RequestId.Num(0), new RpcError(ErrorCodes.METHOD_NOT_FOUND, problem));
  }

  private static Response success(Json result) {
    return Success.of(new RequestId.Num(0), result);
  }

  /** The client of the call. */
  public interface Client {
    /** Returns what it declared. */
    Json capabilities();

    Revision revision();

    /** Asks it, and waits for the answer. */
    Response ask(String method, Json params) throws InterruptedException;
  }

  /** Calls the backend once more. */
  @FunctionalInterface
  public interface Retry {
    Response again(Json inputResponses, @Nullable Json requestState) throws InterruptedException;
  }
}
