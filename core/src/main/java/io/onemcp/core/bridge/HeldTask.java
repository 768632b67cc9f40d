package io.onemcp.core.bridge;

import io.onemcp.core.bridge.ParkedCall.Ending;
import io.onemcp.core.bridge.ParkedCall.Step;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** One task that the gateway holds for a stateless client. */
public final class HeldTask {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final ParkedCall call;
  private final Function<Response, Json> shown;
  private final TimeSource time;
  private final Duration life;
  private final Instant createdAt;
  private String lastStatus = "working";
  private Instant lastUpdatedAt;
  private boolean cancelled;

  HeldTask(ParkedCall call, Function<Response, Json> shown, TimeSource time, Duration life) {
    this.call = call;
    this.shown = shown;
    this.time = time;
    this.life = life;
    this.createdAt = time.now();
    this.lastUpdatedAt = createdAt;
  }

  boolean belongsTo(String principal) {
    return call.fingerprint().principal().equals(principal);
  }

  /** Returns the backend that works on it. */
  public String backend() {
    return call.fingerprint().backend();
  }

  Json created() {
    return described("working").put("resultType", "task").json();
  }

  /** Returns the result of {@code tasks/get}: where the task is, what it asks, how it ended. */
  public Json look() {
    return switch (call.look()) {
      case Step.Asking(var questions, _) when !isCancelled() -> {
        if (questions.isEmpty()) {
          yield complete(described("working"));
        }
        JsonWriter inputs = new JsonWriter();
        questions.forEach((key, question) -> inputs.put(key, Parking.shown(question)));
        yield complete(described("input_required").put("inputRequests", inputs.json()));
      }
      case Step.Ended(var ending) when !isCancelled() -> ended(ending);
      default -> complete(described("cancelled"));
    };
  }

  private Json ended(Ending ending) {
    return switch (ending) {
      case Ending.Answered(var response) -> {
        Json whole = shown.apply(response);
        Json result = whole.at("result");
        yield complete(
            result == null
                ? described("failed").putPresent("error", whole.at("error"))
                : described("completed").put("result", result));
      }
      case Ending.Broken(var cause) -> {
        GatewayError lost = new GatewayError.BackendLost(backend(), cause.getMessage());
        Json error = ErrorCodes.rpcError(lost, Era.STATELESS).json();
        yield complete(described("failed").put("error", error));
      }
      case Ending.Cancelled() -> complete(described("cancelled"));
    };
  }

  private static Json complete(JsonWriter task) {
    return task.put("resultType", "complete").json();
  }

  /** Takes answers; those of unknown keys or of the wrong shape are left aside. */
  public void update(Json inputResponses) {
    if (call.look() instanceof Step.Asking(_, int round)) {
      call.take(round, inputResponses, null);
    }
  }

  /** Cancels it, unless it has ended. */
  public void cancel() {
    synchronized (this) {
      cancelled |= call.look() instanceof Step.Asking;
    }
    call.abandon();
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized JsonWriter described(String status) {
    if (!status.equals(lastStatus)) {
      lastStatus = status;
      lastUpdatedAt = time.now();
    }
    return new JsonWriter()
        .put("taskId", call.id())
        .put("status", status)
        .put("createdAt", createdAt.toString())
        .put("lastUpdatedAt", lastUpdatedAt.toString())
        .put("ttlMs", life.toMillis())
        .put("pollIntervalMs", POLL.toMillis());
  }
}
