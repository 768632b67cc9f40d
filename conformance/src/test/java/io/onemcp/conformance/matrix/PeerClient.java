package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.StatelessClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client of one revision at one endpoint. It answers what it is asked in the way of its era, and
 * keeps what it is told, wherever that came in.
 */
abstract class PeerClient implements AutoCloseable {
  private final Revision revision;
  private final Received<Json> told = new Received<>();
  private final Received<Json> heard = new Received<>();
  private final Received<Json> sent = new Received<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile @Nullable String logLevel;

  PeerClient(Revision revision) {
    this.revision = revision;
  }

  final Revision revision() {
    return revision;
  }

  /** Notifications and questions, in order. */
  final Received<Json> told() {
    return told;
  }

  /** Every message that came in, but answers that a gateway gives by itself. */
  final Received<Json> heard() {
    return heard;
  }

  /** Every request and answer that went out, but those that a gateway answers by itself. */
  final Received<Json> sent() {
    return sent;
  }

  /** Sends a request and returns the whole answer, after all the questions before it. */
  final Json call(String method, String paramsJson) throws InterruptedException {
    return call(nextId(), method, Json.of(paramsJson));
  }

  /** Sends a request that has to succeed, and returns the result. */
  final Json result(String method, String paramsJson) throws InterruptedException {
    return member("result", method, paramsJson);
  }

  /** Sends a request that has to fail, and returns the error. */
  final Json error(String method, String paramsJson) throws InterruptedException {
    return member("error", method, paramsJson);
  }

  /** Reads all pages of a list. */
  final List<Json> all(String method, String member) throws InterruptedException {
    List<Json> entries = new ArrayList<>();
    Json page = result(method, "{}");
    for (Json cursor = page.at("nextCursor"); ; cursor = page.at("nextCursor")) {
      Json found = page.at(member);
      entries.addAll(found == null ? List.of() : found.elements());
      if (cursor == null) {
        return entries;
      }
      page = result(method, "{\"cursor\":" + cursor + "}");
    }
  }

  /** Sends a request that {@link #cancel} may take back. */
  final UnderWay start(String method, String paramsJson) {
    RequestId id = nextId();
    return new UnderWay(id, Running.start(() -> call(id, method, Json.of(paramsJson))));
  }

  /** Takes a request back, in the way of the era. */
  abstract void cancel(UnderWay call) throws InterruptedException;

  /** Wants log messages from this level on; a stateless client says so in later requests. */
  final void wantLog(String level) throws InterruptedException {
    if (isStateless()) {
      logLevel = level;
    } else {
      result(Methods.SET_LOG_LEVEL, "{\"level\":\"" + level + "\"}");
    }
  }

  /** Wants no log messages any more; the stateful era has no word for it. */
  final void wantNoLog() {
    logLevel = null;
  }

  /** Wants to be told when a resource changes, until what is returned is ended. */
  Watch watch(String uri) throws InterruptedException {
    String params = "{\"uri\":\"" + uri + "\"}";
    result(Methods.RESOURCES_SUBSCRIBE, params);
    return () -> result(Methods.RESOURCES_UNSUBSCRIBE, params);
  }

  /** Returns what the server said of itself when asked first. */
  abstract Json serverCapabilities();

  @Override
  public abstract void close();

  /** Sends one request and returns its answer. */
  abstract Json exchange(RequestId id, String method, Json params) throws InterruptedException;

  /** Sends an answer or a notification. */
  abstract void post(String text) throws InterruptedException;

  private void record(String text) throws InterruptedException {
    sent.add(Json.of(text));
    post(text);
  }

  final void tell(String method, String paramsJson) throws InterruptedException {
    post(Message.Notification.of(method, Json.of(paramsJson)).whole().toString());
  }

  /** Takes what came before an answer, or belongs to none; what is a question is answered. */
  final void take(Json message) throws InterruptedException {
    heard.add(message);
    told.add(message);
    Json id = message.at("id");
    if (id != null) {
      String answer = ClientAnswers.to(String.valueOf(message.text("method")));
      record("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + answer + "}");
    }
  }

  private Json call(RequestId id, String method, Json params) throws InterruptedException {
    Json wanted = withLogLevel(params);
    Json whole = recorded(id, method, wanted);
    for (Json result = whole.at("result");
        result != null && "input_required".equals(result.text("resultType"));
        result = whole.at("result")) {
      whole = recorded(nextId(), method, retry(wanted, result));
    }
    return whole;
  }

  private Json recorded(RequestId id, String method, Json params) throws InterruptedException {
    if (!Transcript.isPassedOn(method)) {
      return exchange(id, method, params);
    }
    Json declared = Json.of(ClientAnswers.capabilities(revision));
    Json whole = isStateless() ? StatelessClient.enveloped(params, revision, declared) : params;
    sent.add(Message.Request.of(id, method, whole).whole());
    Json answer = exchange(id, method, params);
    heard.add(answer);
    return answer;
  }

  private RequestId nextId() {
    return new RequestId.Num(lastId.incrementAndGet());
  }

  private Json withLogLevel(Json params) {
    String level = logLevel;
    return level == null
        ? params
        : params.patch().set(Json.string(level), MetaKeys.META, MetaKeys.LOG_LEVEL).json();
  }

  /** Answers the questions of an {@code input_required} result: the parameters of the retry. */
  private Json retry(Json params, Json inputRequired) {
    JsonPatch patch = params.patch();
    Json questions = inputRequired.at("inputRequests");
    if (questions != null) {
      List<String> answers = new ArrayList<>();
      questions
          .members()
          .forEach(question -> {
            told.add(question.value());
            String method = String.valueOf(question.value().text("method"));
            answers.add(Json.string(question.name()) + ":" + ClientAnswers.to(method));
          });
      patch.set(Json.of("{" + String.join(",", answers) + "}"), "inputResponses");
    }
    Json state = inputRequired.at("requestState");
    if (state != null) {
      patch.set(state, "requestState");
    }
    return patch.json();
  }

  private Json member(String name, String method, String paramsJson) throws InterruptedException {
    Json answer = call(method, paramsJson);
    Json member = answer.at(name);
    if (member == null) {
      throw new AssertionError(method + ": " + answer + " (expected: " + name + ")");
    }
    return member;
  }

  /** Whether the questions of this era come as results. */
  final boolean isStateless() {
    return revision.era() == Era.STATELESS;
  }

  /** Takes a request back by a message. */
  final void sendCancellation(UnderWay call) throws InterruptedException {
    Json params = Json.of("{\"requestId\":" + call.id().json() + "}");
    record(Message.Notification.of(Methods.CANCELLED, params).whole().toString());
  }

  /** A request that was not answered yet. */
  record UnderWay(RequestId id, Running<Json> answer) {}

  /** What ends a subscription. */
  @FunctionalInterface
  interface Watch {
    void end() throws InterruptedException;
  }
}
