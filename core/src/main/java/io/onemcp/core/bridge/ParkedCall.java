package io.onemcp.core.bridge;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.Tasks.Task;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call at a stateful backend on behalf of a stateless client. It runs on a thread of its own,
 * whether a request of the client waits for it or not; a monitor guards all of its state.
 */
final class ParkedCall implements Respondent, Interim {
  private static final RequestId ANY = new RequestId.Num(0);

  /** The longest pause between two questions that belong together. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** So many questions go to the client at once, at most a few more. */
  static final int TOGETHER = 16;

  private final String id;
  private final Fingerprint fingerprint;
  private final Json capabilities;
  private final long pauseMillis;
  private final Map<String, Question> open = new LinkedHashMap<>();
  private int asked;
  private int round;
  private @Nullable Ending ending;
  private @Nullable Attached attached;
  private @Nullable Task runner;
  private @Nullable Task expiry;

  ParkedCall(String id, Fingerprint fingerprint, Json capabilities) {
    this(id, fingerprint, capabilities, PAUSE);
  }

  ParkedCall(String id, Fingerprint fingerprint, Json capabilities, Duration pause) {
    this.id = id;
    this.fingerprint = fingerprint;
    this.capabilities = capabilities;
    this.pauseMillis = pause.toMillis();
  }

  String id() {
    return id;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  /**
   * Starts the call.
   *
   * @param first the request of the client that waits for it, where one does
   */
  void run(Parking.Work work, Tasks tasks, @Nullable Attached first) {
    synchronized (this) {
      attached = first;
      runner =
          tasks.start(
              "parked-call",
              () -> {
                Ending end;
                try {
                  end = new Ending.Answered(work.run(this, this));
                } catch (InterruptedException _) {
                  end = new Ending.Cancelled();
                } catch (GatewayException e) {
                  end = new Ending.Broken(e);
                }
                finish(end);
              });
    }
  }

  private synchronized void finish(Ending end) {
    ending = end;
    open.clear();
    endExpiry();
    notifyAll();
  }

  /** Keeps what ends the wait for the answers of a round, to be cancelled when they are here. */
  synchronized void expires(int ofRound, Task timer) {
    if (ofRound == round && ending == null) {
      expiry = timer;
    } else {
      timer.cancel();
    }
  }

  private void endExpiry() {
    Task timer = expiry;
    expiry = null;
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Puts a question of the backend before the client, in its next round, and waits. */
  @Override
  public Response respond(Request request) throws InterruptedException {
    if (!InputRequests.isCovered(capabilities, request.method(), request.params())) {
      return refusal(request.method());
    }
    Question question = new Question(request);
    String key;
    synchronized (this) {
      key = "q" + ++asked;
      open.put(key, question);
      notifyAll();
      try {
        while (question.answer == null && ending == null) {
          wait();
        }
      } finally {
        open.remove(key);
      }
      Response answer = question.answer;
      return answer == null ? refusal(request.method()) : answer;
    }
  }

  /** Passes on what comes before the answer, with the token of the request that waits just now. */
  @Override
  public void accept(Message message) {
    Attached now;
    synchronized (this) {
      now = attached;
    }
    if (now == null) {
      return;
    }
    if (!(message instanceof Notification note)
        || note.params().at(MetaKeys.PROGRESS_TOKEN) == null) {
      now.interim().accept(message);
    } else if (now.token() != null) {
      Json whole = note.whole().patch().set(now.token(), "params", MetaKeys.PROGRESS_TOKEN).json();
      now.interim().accept(new Notification(whole, note.method()));
    }
  }

  /** Waits, for the request that is attached, until there is an answer or a question. */
  Step await() throws InterruptedException {
    synchronized (this) {
      try {
        while (true) {
          Ending end = ending;
          if (end != null) {
            return new Step.Ended(end);
          }
          if (unanswered().isEmpty()) {
            wait();
          } else {
            hearOut();
            Map<String, Request> questions = unanswered();
            if (ending == null && !questions.isEmpty()) {
              return new Step.Asking(questions, ++round);
            }
          }
        }
      } finally {
        attached = null;
      }
    }
  }

  /** Returns where the call is now, without waiting: its end, or what it asks, if anything. */
  synchronized Step look() {
    Ending end = ending;
    return end == null ? new Step.Asking(unanswered(), round) : new Step.Ended(end);
  }

  /** A backend with several questions asks them right after one another: one round for all. */
  private void hearOut() throws InterruptedException {
    int heard;
    do {
      heard = asked;
      wait(pauseMillis);
    } while (ending == null && asked > heard && open.size() < TOGETHER);
  }

  private Map<String, Request> unanswered() {
    Map<String, Request> questions = new LinkedHashMap<>();
    open.forEach((key, question) -> {
      if (question.answer == null) {
        questions.put(key, question.request);
      }
    });
    return questions;
  }

  /**
   * Takes the answers of one round, each round once; answers of the wrong shape are asked again.
   *
   * @param next the request that waits for what comes of them, where there is one
   */
  synchronized boolean take(int ofRound, Json inputResponses, @Nullable Attached next) {
    if (ofRound != round) {
      return false;
    }
    Map<Question, Response> taken = new LinkedHashMap<>();
    open.forEach((key, question) -> {
      Json answer = given(question, inputResponses, key);
      if (answer != null) {
        taken.put(question, Success.of(ANY, answer));
      }
    });
    round++;
    attached = next;
    endExpiry();
    taken.forEach((question, answer) -> question.answer = answer);
    notifyAll();
    return true;
  }

  /**
   * Returns a fitting answer; one that could be read in two ways throws, and leaves the round open.
   */
  private static @Nullable Json given(Question question, Json inputResponses, String key) {
    Json answer = inputResponses.at(key);
    boolean fits = answer != null && InputRequests.isAnswer(question.request.method(), answer);
    return fits ? answer : null;
  }

  /** Answers everything in the negative and ends the call at the backend. */
  void abandon() {
    Task running;
    synchronized (this) {
      open.values()
          .forEach(question -> question.answer = InputRequests.declined(question.request.method()));
      running = runner;
      notifyAll();
    }
    if (running != null) {
      running.cancel();
    }
  }

  private static Response refusal(String method) {
    return Failure.of(
        ANY, new RpcError(ErrorCodes.METHOD_NOT_FOUND, "the client cannot be asked for " + method));
  }

  private static final class Question {
    private final Request request;
    private @Nullable Response answer;

    Question(Request request) {
      this.request = request;
    }
  }

  /**
   * A request of the client that waits.
   *
   * @param interim takes what comes before its answer
   * @param token its progress token
   */
  record Attached(Interim interim, @Nullable Json token) {
    static Attached of(Request request, Interim interim) {
      return new Attached(interim, request.params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN));
    }
  }

  /** How the call ended at the backend. */
  sealed interface Ending {
    record Answered(Response response) implements Ending {}

    record Broken(GatewayException cause) implements Ending {}

    record Cancelled() implements Ending {}
  }

  /** What there is to tell the client. */
  sealed interface Step {
    record Ended(Ending ending) implements Step {}

    record Asking(Map<String, Request> questions, int round) implements Step {}
  }
}
