package io.onemcp.core.bridge;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.bridge.ParkedCall.Attached;
import io.onemcp.core.bridge.ParkedCall.Ending;
import io.onemcp.core.bridge.ParkedCall.Step;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stateless client calls a stateful backend that asks back in the middle of the call.
 *
 * <p>The call goes on here while the client is told {@code input_required} and comes back with the
 * answers: it is parked. The client carries a sealed {@code requestState} that is good for one
 * round, one caller and one call; the call itself is never carried out twice. A call that nobody
 * comes back for is answered in the negative, cancelled, and forgotten.
 */
public final class Parking implements AutoCloseable {
  private final Map<String, ParkedCall> calls = new ConcurrentHashMap<>();
  private final StateSeal seal;
  private final Tasks tasks;
  private final TimeSource time;
  private final Bounds bounds;

  public Parking(StateSeal seal, Tasks tasks, TimeSource time, Bounds bounds) {
    this.seal = seal;
    this.tasks = tasks;
    this.time = time;
    this.bounds = bounds;
  }

  /** Starts a call, and waits until there is something to tell the client. */
  public Parked start(
      Fingerprint fingerprint, Json capabilities, Request request, Interim interim, Work work)
      throws InterruptedException {
    ParkedCall call = new ParkedCall(UUID.randomUUID().toString(), fingerprint, capabilities);
    if (!admit(call)) {
      return new Parked.Failed(GatewayError.Overloaded.by("parkedCalls"));
    }
    call.run(work, tasks, Attached.of(request, interim));
    return await(call);
  }

  /** One at a time, or many that come at once would all find room. */
  private synchronized boolean admit(ParkedCall call) {
    String principal = call.fingerprint().principal();
    boolean full =
        calls.size() >= bounds.calls()
            || calls.values().stream()
                    .filter(other -> other.fingerprint().principal().equals(principal))
                    .count()
                >= bounds.callsOfOneCaller();
    if (!full) {
      calls.put(call.id(), call);
    }
    return !full;
  }

  /**
   * Goes on with a call that the request's state belongs to; empty if the state is none of ours.
   */
  public Optional<Parked> resume(
      Fingerprint fingerprint, Request request, Json inputResponses, String state, Interim interim)
      throws InterruptedException {
    Optional<Json> content = seal.open(state).filter(fingerprint::matches);
    if (content.isEmpty()) {
      return Optional.of(refused("not issued for this call"));
    }
    if (content.get().text("call") == null) {
      return isOver(content.get()) ? Optional.of(refused("expired")) : Optional.empty();
    }
    ParkedCall call = calls.get(String.valueOf(content.get().text("call")));
    if (call == null || isOver(content.get())) {
      return Optional.of(refused("expired, or the call has ended; it may have been carried out"));
    }
    int round = Integer.parseInt(String.valueOf(content.get().at("round")));
    boolean taken;
    try {
      taken = call.take(round, inputResponses, Attached.of(request, interim));
    } catch (MalformedJsonException e) {
      return Optional.of(new Parked.Failed(new GatewayError.MalformedRequest(e.getMessage())));
    }
    return Optional.of(taken ? await(call) : refused("used before"));
  }

  private boolean isOver(Json content) {
    long expiry = Long.parseLong(String.valueOf(content.at("expires")));
    return time.now().toEpochMilli() >= expiry;
  }

  private static Parked refused(String why) {
    return new Parked.Failed(new GatewayError.InvalidParams("requestState: " + why));
  }

  private Parked await(ParkedCall call) throws InterruptedException {
    boolean kept = false;
    try {
      Step step = call.await();
      if (step instanceof Step.Asking(var questions, int round)) {
        kept = true;
        return new Parked.NeedsInput(park(call, questions, round));
      }
      return ended(((Step.Ended) step).ending());
    } finally {
      if (!kept) {
        // Ended, or the client closed its stream, which means that it cancelled.
        calls.remove(call.id());
        call.abandon();
      }
    }
  }

  private static Parked ended(Ending ending) throws InterruptedException {
    return switch (ending) {
      case Ending.Answered(var response) -> new Parked.Answered(response);
      case Ending.Broken(var cause) -> throw cause;
      case Ending.Cancelled() -> throw new InterruptedException("the call was cancelled");
    };
  }

  private Json park(ParkedCall call, Map<String, Request> questions, int round) {
    Instant expires = time.now().plus(bounds.patience());
    call.expires(round, tasks.after(bounds.patience(), () -> expire(call, round)));
    JsonWriter inputs = new JsonWriter();
    questions.forEach((key, question) -> inputs.put(key, shown(question)));
    JsonWriter content =
        call.fingerprint()
            .json()
            .put("call", call.id())
            .put("round", round)
            .put("expires", expires.toEpochMilli());
    return inputRequired(inputs.json(), content.json());
  }

  private void expire(ParkedCall call, int round) {
    if (call.take(round, Json.EMPTY_OBJECT, null)) {
      calls.remove(call.id());
      tasks.start("parked-call-expired", call::abandon);
    }
  }

  /** Returns what a backend's question looks like in the other era. */
  static Json shown(Request question) {
    JsonPatch params = question.params().patch().remove("task").remove("elicitationId");
    params.remove(MetaKeys.META, MetaKeys.PROGRESS_TOKEN).prune(MetaKeys.META);
    return new JsonWriter().put("method", question.method()).put("params", params.json()).json();
  }

  /**
   * Returns the result for a backend that wants addresses visited before it does anything: the
   * retry is a new call.
   */
  public Json visitFirst(Fingerprint fingerprint, Json elicitations) {
    JsonWriter inputs = new JsonWriter();
    int number = 0;
    for (Json elicitation : elicitations.elements()) {
      Json params =
          elicitation.patch().set(Json.string("url"), "mode").remove("elicitationId").json();
      inputs.put(
          "u" + ++number,
          new JsonWriter().put("method", InputRequests.ELICIT).put("params", params).json());
    }
    long expires = time.now().plus(bounds.patience()).toEpochMilli();
    return inputRequired(inputs.json(), fingerprint.json().put("expires", expires).json());
  }

  private Json inputRequired(Json inputs, Json content) {
    return new JsonWriter()
        .put("resultType", "input_required")
        .put("inputRequests", inputs)
        .put("requestState", seal.seal(content))
        .json();
  }

  /** Returns how many calls are parked or running here. */
  public int size() {
    return calls.size();
  }

  /** Ends every call, with answers in the negative. */
  @Override
  public void close() {
    calls.values().forEach(ParkedCall::abandon);
    calls.clear();
  }

  /**
   * Bounds.
   *
   * @param calls most calls at a time
   * @param callsOfOneCaller most calls of one caller at a time
   * @param patience how long a client may take for its answers
   */
  public record Bounds(int calls, int callsOfOneCaller, Duration patience) {}

  /** The call itself, on a session where the respondent answers for it. */
  @FunctionalInterface
  public interface Work {
    Response run(Respondent respondent, Interim interim) throws InterruptedException;
  }

  /** What there is to tell the client. */
  public sealed interface Parked {
    /** The backend's answer. */
    record Answered(Response response) implements Parked {}

    /** An {@code input_required} result. */
    record NeedsInput(Json result) implements Parked {}

    /** The request was refused. */
    record Failed(GatewayError error) implements Parked {}
  }
}
