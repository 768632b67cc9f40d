package io.onemcp.core.backend;

import io.onemcp.core.backend.Transition.Effect;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks.Task;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backend, kept connected. A thread of its own takes signals from a mailbox, asks {@link
 * ConnectionLifecycle} what they mean, and does it; nobody else changes its state. What a dial or
 * connection reports counts only while it is the {@link LiveHop} in use. Calls go straight to the
 * current hop, on the caller's thread.
 */
public final class Backend {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
  private static final int MAILBOX = 256;

  private final BackendDefinition definition;
  private final Dialer dialer;
  private final Surroundings around;
  private final BackendNews news;
  private final ConnectionLifecycle lifecycle;
  private final Semaphore places;
  private final OwnHops own;
  private final BlockingQueue<Letter> mailbox = new LinkedBlockingQueue<>(MAILBOX);
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Whether the owner's thread has begun, or may not begin any more. */
  private final AtomicBoolean begun = new AtomicBoolean();

  private volatile ConnectionState state = new ConnectionState.Idle();
  private volatile @Nullable Hop hop;
  private volatile @Nullable Offer offer;
  private volatile Instant since;
  private volatile @Nullable Setback lastSetback;
  private volatile @Nullable Task owner;

  /** Whether it was looked up what it offered before; known to whoever starts it. */
  private boolean recalled;

  private volatile @Nullable LiveHop live;

  Backend(
      BackendDefinition definition,
      Dialer dialer,
      Surroundings around,
      BackendNews news,
      RestartPolicy policy,
      int maxInFlight) {
    this.definition = definition;
    this.dialer = dialer;
    this.around = around;
    this.news = news;
    this.since = around.time().now();
    this.lifecycle = new ConnectionLifecycle(policy);
    this.places = new Semaphore(maxInFlight);
    this.own = new OwnHops(definition, dialer, around, this::listChanged);
  }

  public BackendName name() {
    return definition.name();
  }

  public BackendDefinition definition() {
    return definition;
  }

  public ConnectionState state() {
    return state;
  }

  /**
   * Returns what it offered when its lists were last read; empty while it never was ready, or is
   * given up.
   */
  public Optional<Offer> offer() {
    return Optional.ofNullable(offer);
  }

  /** Returns since when it is in a state of this label. */
  public Instant since() {
    return since;
  }

  /** Returns how its last dial failed or its last connection broke, also if it is ready again. */
  public Optional<Setback> lastSetback() {
    return Optional.ofNullable(lastSetback);
  }

  /** Returns the last lines that the backend wrote for people; empty where there are none. */
  public String diagnostics() {
    Hop current = hop;
    return current == null ? "" : current.diagnostics();
  }

  /**
   * Carries a call out, unless the backend is not ready or has too many under way. Throws the
   * exceptions of {@link BackendConnection} too.
   *
   * @throws BackendUnavailableException if nothing was sent
   */
  public Response call(Call call) throws InterruptedException {
    Hop current = hop;
    if (current == null) {
      throw new BackendUnavailableException(condition());
    }
    if (!places.tryAcquire()) {
      throw new BackendUnavailableException("too many requests under way");
    }
    try {
      return current.call(call);
    } finally {
      places.release();
    }
  }

  /**
   * Carries a call out on a session of its client's own, so that the backend can ask that client.
   *
   * @throws BackendUnavailableException if nothing was sent
   */
  public Response call(Call call, HopTerms terms) throws InterruptedException {
    if (hop == null) {
      throw new BackendUnavailableException(condition());
    }
    if (!places.tryAcquire()) {
      throw new BackendUnavailableException("too many requests under way");
    }
    try {
      return own.call(terms, call);
    } finally {
      places.release();
    }
  }

  /**
   * Carries out a request of the gateway's own, within the time that the definition allows.
   *
   * @throws BackendLostException also if no answer came in time
   */
  public Response request(String method, Json params) throws InterruptedException {
    return inTime(method, () -> call(Call.of(method, params)));
  }

  /** Carries out a request of the gateway's own on a session of these terms, in the same way. */
  public Response request(String method, Json params, HopTerms terms) throws InterruptedException {
    return inTime(method, () -> call(Call.of(method, params), terms));
  }

  private Response inTime(String method, Work work) throws InterruptedException {
    Deadline deadline = Deadline.arm(around.tasks(), definition.requestTimeout());
    try (deadline) {
      return work.run();
    } catch (InterruptedException e) {
      if (deadline.expired()) {
        throw new BackendLostException("no answer to " + method + " in time");
      }
      throw e;
    }
  }

  /** Returns the sessions of single clients. */
  public OwnHops own() {
    return own;
  }

  /** Returns the hop in use; empty while not connected. */
  public Optional<Hop> hop() {
    return Optional.ofNullable(hop);
  }

  /** Shows what it offered in the runtime's last life, until it is asked itself. */
  void recall() {
    if (!recalled && !definition.disabled()) {
      recalled = true;
      around
          .offers()
          .recall(definition)
          .ifPresent(kept -> {
            news.offerRead(name(), kept);
            offer = kept;
          });
    }
  }

  void start() {
    recall();
    send(
        new Letter.Order(
            definition.disabled()
                ? new ConnectionSignal.Disable("disabled in the configuration")
                : new ConnectionSignal.Start()));
    owner = around.tasks().start("backend-" + name(), this::serveMailbox);
  }

  /** Ends its wish to be connected, or takes it up again. */
  void order(ConnectionSignal signal) {
    send(new Letter.Order(signal));
  }

  /** Returns whether the first dial has ended, well or badly. */
  public boolean isSettled() {
    return settled.getCount() == 0;
  }

  /**
   * Waits, no longer than connecting may take, for the end of the first dial; at once if it has
   * ended.
   */
  public void awaitStart() throws InterruptedException {
    if (isSettled()) {
      return;
    }
    Deadline deadline = Deadline.arm(around.tasks(), definition.connectTimeout());
    try (deadline) {
      awaitSettled();
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
    }
  }

  /** Waits until the first dial has ended, well or badly. */
  void awaitSettled() throws InterruptedException {
    settled.await();
  }

  /** Begins to close the connection; the backend cannot be started again. */
  void stop() {
    Task running = owner;
    if (begun.compareAndSet(false, true)) {
      settled.countDown();
      ended.countDown();
    } else if (running != null) {
      running.cancel();
    }
  }

  /** Waits until its connection is closed, once it was stopped. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Returns in words why it is in its state. */
  public String condition() {
    return describe(state);
  }

  private static String describe(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Restarting(_, _, var cause) -> "restarting after: " + cause;
      case ConnectionState.CrashLooped(_, var cause) -> "given up after: " + cause;
      case ConnectionState.Disabled(var reason) -> reason;
      default -> state.label();
    };
  }

  private void send(Letter letter) {
    if (!mailbox.offer(letter)) {
      LOG.error("backend {}: mailbox full, {} lost", name(), letter.getClass().getSimpleName());
    }
  }

  private void serveMailbox() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      while (true) {
        open(mailbox.take());
      }
    } catch (InterruptedException _) {
      LOG.debug("backend {} is closed", name());
    } finally {
      settled.countDown();
      own.close();
      detach().ifPresent(Hop::close);
      ended.countDown();
    }
  }

  private void open(Letter letter) {
    switch (letter) {
      case Letter.Order(var signal) -> take(signal);
      case Letter.Report(var from, var signal) when from.equals(live) -> take(signal);
      case Letter.Lists(var from, var read) when from.equals(live) -> publish(read);
      case Letter.Report _, Letter.Lists _ -> LOG.debug("backend {}: a stale report", name());
    }
  }

  private void take(ConnectionSignal signal) {
    ConnectionState before = state;
    Transition transition =
        lifecycle.on(before, signal, around.time().now(), around.chance().getAsDouble());
    ConnectionState after = transition.next();
    state = after;
    transition.effects().forEach(this::perform);
    if (!after.equals(before)) {
      tell(before, after, signal);
    }
  }

  private void tell(ConnectionState before, ConnectionState after, ConnectionSignal signal) {
    String cause = signal instanceof ConnectionSignal.Lost(var why) ? why : describe(after);
    Instant now = around.time().now();
    if (!after.label().equals(before.label())) {
      since = now;
    }
    if (signal instanceof ConnectionSignal.Lost(var why)) {
      lastSetback = new Setback(now, why);
    } else if (signal instanceof ConnectionSignal.DialFailed(_, var why)) {
      lastSetback = new Setback(now, why);
    }
    LOG.info("backend {} is {} ({})", name(), after.label(), cause);
    if (after instanceof ConnectionState.CrashLooped || after instanceof ConnectionState.Disabled) {
      offer = null;
      news.withdrawn(name());
    }
    if (!(after instanceof ConnectionState.Connecting)) {
      settled.countDown();
    }
    around.events().publish(new BackendEvent.StateChanged(name(), before, after, cause));
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Dial(int attempt) -> {
        LiveHop next =
            new LiveHop(definition, attempt, dialer, around.tasks(), offer(), new LiveReports());
        live = next;
        next.start();
      }
      case Effect.Adopt() -> adopt();
      case Effect.RetryAfter(var pause, int attempt) ->
          around.tasks().after(pause, () -> order(new ConnectionSignal.RetryDue(attempt)));
      case Effect.HangUp() ->
          detach().ifPresent(broken -> around.tasks().start("hangup-" + name(), broken::close));
    }
  }

  private void adopt() {
    Optional<LiveHop.Connection> brought = Optional.ofNullable(live).flatMap(LiveHop::connection);
    brought.ifPresent(connection -> {
      hop = connection.hop();
      publish(connection.offer());
      news.connected(name());
    });
  }

  private void publish(Offer read) {
    // Whoever sees the offer here finds it in the catalog, too.
    news.offerRead(name(), read);
    offer = read;
    around.offers().keep(definition, read);
    around.events().publish(new BackendEvent.OfferRead(name(), read));
  }

  private void listChanged(CapabilityKind kind) {
    LiveHop shared = live;
    if (shared != null) {
      shared.listChanged(kind);
    }
  }

  private Optional<Hop> detach() {
    LiveHop last = live;
    live = null;
    hop = null;
    return last == null ? Optional.empty() : last.abandon();
  }

  /**
   * What went wrong, and when.
   *
   * @param cause in words, without secrets
   */
  public record Setback(Instant at, String cause) {}

  @FunctionalInterface
  private interface Work {
    Response run() throws InterruptedException;
  }

  /** Something for the owner to know. */
  private sealed interface Letter {
    /** Somebody, or the clock, wants something. */
    record Order(ConnectionSignal signal) implements Letter {}

    /** Something happened to a dial or to its connection. */
    record Report(LiveHop from, ConnectionSignal signal) implements Letter {}

    /** Lists that had changed were read. */
    record Lists(LiveHop from, Offer offer) implements Letter {}
  }

  private final class LiveReports implements LiveHop.Reports {
    @Override
    public void signalled(LiveHop from, ConnectionSignal signal) {
      send(new Letter.Report(from, signal));
    }

    @Override
    public void listed(LiveHop from, Offer read) {
      send(new Letter.Lists(from, read));
    }

    @Override
    public void notified(Notification notification) {
      news.notified(name(), notification);
    }
  }
}
