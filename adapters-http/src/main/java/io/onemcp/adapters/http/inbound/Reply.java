package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Tasks;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to one HTTP request, JSON or events, decided as late as possible: it is JSON unless
 * something has to be said before it, or it takes so long that the connection should show life.
 *
 * <p>A client that does not accept events gets none: what is offered to it is refused.
 */
final class Reply implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int FIRST_ERROR = 400;
  private static final int INTERNAL_ERROR = 500;

  private final HttpServerExchange http;
  private final DoorSettings settings;
  private final Tasks tasks;
  private final Backlog backlog;
  private final Accepts accepts;
  private final List<Runnable> closeActions = new ArrayList<>();
  private @Nullable RequestId requestId;
  private boolean mayStream;
  private boolean answered;
  private boolean closed;
  private int quietPulses;
  private boolean early;
  private boolean seen;
  private Function<EventStream, MessageStream> toMessages = connection -> connection;
  private @Nullable EventStream events;
  private @Nullable MessageStream messages;
  private @Nullable JsonResponse json;
  private @Nullable ClientWatch watch;

  private Reply(
      HttpServerExchange http,
      Accepts accepts,
      DoorSettings settings,
      Tasks tasks,
      Backlog backlog) {
    this.http = http;
    this.settings = settings;
    this.tasks = tasks;
    this.backlog = backlog;
    this.accepts = accepts;
  }

  /** Makes the reply to a request; it learns by itself when the exchange is over. */
  static Reply to(
      HttpServerExchange http,
      Accepts accepts,
      DoorSettings settings,
      Tasks tasks,
      Backlog backlog) {
    Reply reply = new Reply(http, accepts, settings, tasks, backlog);
    http.addExchangeCompleteListener((_, next) -> {
      reply.closed();
      next.proceed();
    });
    return reply;
  }

  Accepts accepts() {
    return accepts;
  }

  /** From now on the answer may become a stream: its headers are complete. */
  synchronized Outlet mayStream() {
    mayStream = accepts.events();
    return this;
  }

  /** From now on the answer may become a stream, because it was asked for as one. */
  synchronized Outlet mustStream() {
    mayStream = true;
    return this;
  }

  /**
   * If the answer becomes a stream, its connection carries a stream of messages that outlives it:
   * what is said once the client has gone goes there, too.
   */
  synchronized void carries(Function<EventStream, MessageStream> stream) {
    toMessages = stream;
  }

  /**
   * The answer becomes a stream soon if it does not come soon, so that its client can come back for
   * it, and learns what became of it even from a gateway that has begun anew.
   */
  synchronized void showsEarly() {
    early = true;
  }

  /** Takes note of who watches the client meanwhile, and has to make way for an answer. */
  synchronized void watchedBy(ClientWatch other) {
    watch = other;
  }

  /** Takes note of which JSON-RPC request this is the answer to. */
  synchronized void concerns(@Nullable RequestId id) {
    requestId = id;
  }

  /** Adds a header; to be called before the first byte of the answer can be sent. */
  synchronized void header(HttpString name, String value) {
    http.getResponseHeaders().put(name, value);
  }

  /**
   * Runs the action once, at once or on the I/O thread or that of who answers, when the exchange is
   * over in whatever way.
   */
  void onClose(Runnable action) {
    synchronized (this) {
      if (!closed) {
        closeActions.add(action);
        return;
      }
    }
    action.run();
  }

  /** Returns whether a terminal answer was given. */
  synchronized boolean isAnswered() {
    return answered;
  }

  /** Starts the stream now, before there is anything to say. */
  EventStream stream() {
    EventStream opened = openStream();
    opened.start();
    return opened;
  }

  @Override
  public boolean offer(WireText message) {
    EventStream stream = streamIfAllowed();
    if (stream == null) {
      return false;
    }
    stream.start();
    return messagesOf(stream).offer(message);
  }

  private synchronized MessageStream messagesOf(EventStream stream) {
    return messages == null ? stream : messages;
  }

  @Override
  public void end() {
    EventStream stream;
    synchronized (this) {
      stream = events;
      answered |= stream != null;
    }
    if (stream != null) {
      stream.end();
    }
  }

  /** Ends without an answer: the request was cancelled. */
  void endUnanswered() {
    MessageStream unfinished;
    synchronized (this) {
      unfinished = messages;
      answered |= unfinished != null;
    }
    if (unfinished == null) {
      status(ACCEPTED);
    } else {
      unfinished.end();
    }
  }

  /** Gives the answer, and ends. */
  void answer(Answer answer) {
    answer(List.of(answer.body()), answer.body(), answer);
  }

  /** Gives the answers of a batch: one array, or one event each. */
  void answerAll(List<WireText> answers) {
    WireText all = JsonResponse.array(answers);
    answer(answers, all, new Answer(all, OK));
  }

  private void answer(List<WireText> asEvents, WireText asJson, Answer answer) {
    EventStream stream = null;
    JsonResponse response = null;
    synchronized (this) {
      if (answered || (closed && events == null)) {
        return;
      }
      answered = true;
      if (events == null && (accepts.json() || answer.status() >= FIRST_ERROR)) {
        response = JsonResponse.of(http, answer.status(), asJson, this::finish);
        answer.retryIn().ifPresent(response::retryIn);
        json = response;
      } else {
        stream = openStream();
      }
    }
    if (stream != null) {
      stream.start();
      messagesOf(stream).finish(asEvents);
    } else if (response != null) {
      sendHere(response);
    }
  }

  /**
   * Sends from this thread if that saves a change of threads and the connection is to be had, else
   * from the I/O thread.
   */
  private void sendHere(JsonResponse response) {
    ClientWatch watching = watch();
    if (watching == null || Wire.carrier(http).carries() || !watching.relieve()) {
      send(response);
    } else if (response.sendFor(watching)) {
      closed();
    }
  }

  private synchronized @Nullable ClientWatch watch() {
    return watch;
  }

  /** Answers with a bare status, and ends. */
  void status(int status) {
    JsonResponse response;
    synchronized (this) {
      if (answered || closed) {
        return;
      }
      answered = true;
      response = JsonResponse.empty(http, status, this::finish);
      json = response;
    }
    send(response);
  }

  private void finish() {
    Leftovers.endAfter(http, tasks, settings.linger());
  }

  private void send(JsonResponse response) {
    Wire.run(http, response::send);
  }

  /** Answers that the gateway itself refuses, and ends. */
  void refuse(GatewayError error, Era era) {
    answer(Answer.refusal(requestId(), error, era));
  }

  /** Answers that a fault of ours is in the way, and ends. */
  void fail(Throwable fault, Era era) {
    Answer said = Answer.refusal(requestId(), Incidents.report(fault), era);
    answer(new Answer(said.body(), INTERNAL_ERROR));
  }

  private synchronized @Nullable RequestId requestId() {
    return requestId;
  }

  /** Passes one quarter of a heartbeat. */
  void pulse() {
    EventStream stream;
    JsonResponse response;
    synchronized (this) {
      stream = events;
      response = json;
      if (stream == null && response == null) {
        quietPulses++;
        stream = quietPulses > Traffic.PULSES_PER_HEARTBEAT ? streamIfAllowed() : null;
      }
    }
    if (stream != null) {
      stream.start();
      stream.pulse();
    } else if (response != null) {
      response.pulse();
    }
  }

  /** Passes the time after which an answer does not come soon; at the second one it shows. */
  void onset() {
    EventStream stream;
    synchronized (this) {
      boolean due = early && seen && events == null && json == null;
      seen = true;
      stream = due ? streamIfAllowed() : null;
    }
    if (stream != null) {
      stream.start();
    }
  }

  /** Breaks the connection off; there will be no answer. */
  void abort() {
    MessageStream unfinished;
    synchronized (this) {
      unfinished = events == null || events.equals(messages) ? null : messages;
    }
    if (unfinished != null) {
      unfinished.end();
    }
    Wire.cut(http);
  }

  private void closed() {
    List<Runnable> actions;
    EventStream stream;
    synchronized (this) {
      closed = true;
      stream = events;
      actions = List.copyOf(closeActions);
      closeActions.clear();
    }
    if (stream != null) {
      stream.closed();
    }
    actions.forEach(Reply::runFenced);
  }

  private static void runFenced(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("the end of an exchange could not be told", e);
    }
  }

  private synchronized @Nullable EventStream streamIfAllowed() {
    boolean allowed = events != null || (mayStream && !answered && !closed);
    return allowed ? openStream() : null;
  }

  private synchronized EventStream openStream() {
    EventStream opened = events;
    if (opened == null) {
      opened = new EventStream(http, settings.limits(), backlog);
      events = opened;
      messages = toMessages.apply(opened);
    }
    return opened;
  }
}
