package io.onemcp.core.stateful;

import io.onemcp.core.backend.Respondent;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What a backend has asked and nobody has answered yet. Each question waits on a thread of its own;
 * a backend that takes a question back interrupts it.
 */
final class Questions {
  /** Most questions of one backend session at a time. */
  private static final int MAX = 256;

  private final Map<RequestId, Tasks.Task> open = new ConcurrentHashMap<>();
  private final Tasks tasks;
  private final Consumer<Message> answers;

  /**
   * Makes an empty table.
   *
   * @param answers sends an answer to the backend, without waiting
   */
  Questions(Tasks tasks, Consumer<Message> answers) {
    this.tasks = tasks;
    this.answers = answers;
  }

  /** Has a question answered; a ping is fine. */
  void ask(Request question, Respondent respondent) {
    if (question.method().equals(Methods.PING)) {
      answers.accept(Success.of(question.id(), Json.EMPTY_OBJECT));
    } else if (open.size() >= MAX) {
      answers.accept(
          refusal(question, new GatewayError.LimitReached(503, "too many questions at a time")));
    } else {
      open.computeIfAbsent(
          question.id(), _ -> tasks.start("question", () -> respond(question, respondent)));
    }
  }

  private void respond(Request question, Respondent respondent) {
    try {
      Message.Response answer = respondent.respond(question);
      Json whole = answer.whole().patch().set(question.id().json(), "id").json();
      answers.accept(new Success(whole, question.id()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (MalformedJsonException e) {
      answers.accept(refusal(question, new GatewayError.MalformedRequest(e.getMessage())));
    } finally {
      open.remove(question.id());
    }
  }

  /** The backend does not want an answer any more. */
  void cancelled(Notification cancelled) {
    Json id = cancelled.params().at("requestId");
    if (id != null) {
      RequestId.of(id).map(open::remove).ifPresent(Tasks.Task::cancel);
    }
  }

  void close() {
    open.values().forEach(Tasks.Task::cancel);
    open.clear();
  }

  private static Message refusal(Request question, GatewayError error) {
    return Failure.of(question.id(), ErrorCodes.rpcError(error, Era.STATEFUL));
  }
}
