package io.onemcp.core.stateful;

import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.bridge.InputRequests;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.ClientLink;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.task.TaskIds;
import io.onemcp.core.task.TaskNames;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The questions that a session's client has not answered yet. Their ids are the gateway's own. */
final class AskedClient implements ClientLink {
  /** Keeps the ids of thousands of lives apart, and exact where numbers are floating ones. */
  private static final long IDS_OF_A_LIFE = 1_000_000_000;

  private final Map<RequestId, Waiting> open = new ConcurrentHashMap<>();
  private final AtomicLong ids;
  private final String owner;
  private final ClientIdentity identity;
  private final Patience patience;
  private final Json capabilities;
  private final Json declared;
  private final TaskIds taskIds;
  private final SessionTasks tasks = new SessionTasks();
  private final Consumer<WireText> stream;
  private final BiConsumer<BackendName, Notification> news;
  private final Supplier<Optional<LogLevel>> level;

  /**
   * Makes the questions of a session.
   *
   * @param owner names the session to backends' sessions; no secret
   * @param patience bounds the wait for each answer
   * @param stream takes questions that belong to no call, or whose call cannot carry them
   * @param news takes what backends say on sessions of this client's own
   * @param life counts the lives of the session; an answer to a question of one is none to a
   *     question of another
   */
  AskedClient(
      String owner,
      ClientIdentity identity,
      Patience patience,
      TaskIds taskIds,
      Consumer<WireText> stream,
      BiConsumer<BackendName, Notification> news,
      Supplier<Optional<LogLevel>> level,
      long life) {
    this.ids = new AtomicLong(life * IDS_OF_A_LIFE);
    this.owner = owner;
    this.identity = identity;
    this.patience = patience;
    this.taskIds = taskIds;
    this.capabilities = InputRequests.askable(identity.capabilities());
    this.declared = declared(identity, capabilities);
    this.stream = stream;
    this.news = news;
    this.level = level;
  }

  String owner() {
    return owner;
  }

  /** Tasks of the client are listed to nobody, since each backend may know only its own. */
  private static Json declared(ClientIdentity identity, Json askable) {
    JsonPatch declared = askable.patch();
    Json extensions = identity.capabilities().at("extensions");
    if (extensions != null) {
      declared.set(extensions, "extensions");
    }
    Json tasks = identity.capabilities().at("tasks");
    if (tasks != null && identity.revision().atLeast(Revision.V2025_11_25)) {
      declared.set(tasks.patch().remove("list").json(), "tasks");
    }
    return declared.json();
  }

  SessionTasks tasks() {
    return tasks;
  }

  @Override
  public Json capabilities() {
    return capabilities;
  }

  @Override
  public void tell(WireText message) {
    stream.accept(message);
  }

  @Override
  public void began(BackendName backend, String taskId) {
    tasks.began(backend, taskId);
  }

  /** Returns the ids under which this client knows the tasks of a backend. */
  TaskNames names(BackendName backend) {
    return new TaskNames(taskIds, identity.caller(), backend);
  }

  @Override
  public HopTerms terms(BackendName backend) {
    return new HopTerms(
        owner,
        declared,
        Optional.of(identity.clientInfo()).filter(info -> !info.members().isEmpty()),
        false,
        respondent(backend, stream),
        news,
        level.get());
  }

  @Override
  public Response ask(String method, Json params, Outlet outlet) throws InterruptedException {
    return ask(method, params, orStream(outlet));
  }

  @Override
  public Respondent respondent(BackendName backend, Outlet outlet) {
    return respondent(backend, orStream(outlet));
  }

  private Consumer<WireText> orStream(Outlet outlet) {
    return message -> {
      if (!outlet.offer(message)) {
        stream.accept(message);
      }
    };
  }

  private Respondent respondent(BackendName backend, Consumer<WireText> out) {
    TaskQuestions questions = new TaskQuestions(names(backend), tasks);
    return question -> {
      Optional<Response> refusal = questions.refusal(question);
      return refusal.isPresent()
          ? refusal.get()
          : questions.heard(question, ask(question.method(), questions.shown(question), out));
    };
  }

  private Response ask(String method, Json params, Consumer<WireText> out)
      throws InterruptedException {
    RequestId id = new RequestId.Num(ids.incrementAndGet());
    Waiting waiting = new Waiting();
    open.put(id, waiting);
    Deadline deadline = Deadline.arm(patience.tasks(), patience.bound());
    try (deadline) {
      // Progress of the client is not passed on, so it need not be asked for.
      JsonPatch asked = params.patch().remove(MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
      Json question = asked.prune(MetaKeys.META).json();
      out.accept(Request.of(id, method, question).whole().wire());
      return waiting.answer();
    } catch (InterruptedException e) {
      takeBack(id, out);
      if (!deadline.expired()) {
        throw e;
      }
      return unanswered(id, method);
    } finally {
      open.remove(id);
    }
  }

  private static void takeBack(RequestId id, Consumer<WireText> out) {
    Json cancelled = new JsonWriter().put("requestId", id.json()).json();
    out.accept(Notification.of(Methods.CANCELLED, cancelled).whole().wire());
  }

  private Response unanswered(RequestId id, String method) {
    GatewayError error = new GatewayError.QuestionUnanswered(method, patience.bound().toMillis());
    return Failure.of(id, ErrorCodes.rpcError(error, Era.STATEFUL));
  }

  /** Takes an answer of the client; one that nobody waits for is dropped. */
  void answered(Response response) {
    RequestId id = response.id();
    Waiting waiting = id == null ? null : open.get(id);
    if (waiting != null) {
      waiting.settle(response);
    }
  }

  /** How long a client may take for one answer, and who keeps time. */
  record Patience(Duration bound, Tasks tasks) {}

  private static final class Waiting {
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile @Nullable Response response;

    void settle(Response first) {
      response = first;
      settled.countDown();
    }

    Response answer() throws InterruptedException {
      settled.await();
      return Objects.requireNonNull(response);
    }
  }
}
