package io.onemcp.core.backend;

import io.onemcp.core.backend.Transition.Effect;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks.Task;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backend, kept connected. A thread of its own takes signals from a mailbox, asks {@link
 * ConnectionLifecycle} what they mean, and does it; nobody else changes its state. Calls go
 * straight to the current hop, on the caller's thread.
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
  private final BlockingQueue<ConnectionSignal> mailbox = new LinkedBlockingQueue<>(MAILBOX);
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile ConnectionState state = new ConnectionState.Idle();
  private final OwnHops own;
  private volatile @Nullable Hop hop;
  private volatile @Nullable LiveHop live;
  private volatile @Nullable Offer offer;
  private volatile @Nullable Task dial;
  private volatile @Nullable Task reading;
  private volatile @Nullable Task owner;

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

  /** Returns the last lines that the backend wrote for people; empty where there are none. */
  public String diagnostics() {
    Hop current = hop;
    return current == null ? "" : current.diagnostics();
  }

  /**
   * Carries a call out, unless the backend is not ready or has too many under way.
   *
   * @throws BackendUnavailableException if nothing was sent
   */
  public Response call(Call call) throws InterruptedException {
    Hop current = hop;
    if (current == null) {
      throw new BackendUnavailableException(describe(state));
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
      throw new BackendUnavailableException(describe(state));
    }
    if (!places.tryAcquire()) {
      throw new BackendUnavailableException("too many requests under way");
    }
    try {
      return own.use(terms, session -> session.call(call));
    } finally {
      places.release();
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

  void start() {
    owner = around.tasks().start("backend-" + name(), this::serveMailbox);
    signal(
        definition.disabled()
            ? new ConnectionSignal.Disable("disabled in the configuration")
            : new ConnectionSignal.Start());
  }

  /** Returns whether the first dial has ended, well or badly. */
  public boolean isSettled() {
    return settled.getCount() == 0;
  }

  /** Waits until the first dial has ended, well or badly. */
  void awaitSettled() throws InterruptedException {
    settled.await();
  }

  /** Closes the connection and waits for its end; the backend cannot be started again. */
  void close() {
    Task running = owner;
    if (running != null) {
      running.cancel();
    }
    cancel(dial);
    own.close();
    hangUp();
    settled.countDown();
  }

  /** Returns in words why it is in its state. */
  public String condition() {
    return describe(state);
  }

  static String describe(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Restarting(_, _, var cause) -> "restarting after: " + cause;
      case ConnectionState.CrashLooped(_, var cause) -> "given up after: " + cause;
      case ConnectionState.Disabled(var reason) -> reason;
      default -> state.label();
    };
  }

  private void signal(ConnectionSignal signal) {
    if (!mailbox.offer(signal)) {
      LOG.error(
          "backend {}: mailbox full, signal {} lost", name(), signal.getClass().getSimpleName());
    }
  }

  private void serveMailbox() {
    try {
      while (true) {
        take(mailbox.take());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
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
    LOG.info("backend {} is {} ({})", name(), after.label(), cause);
    if (after instanceof ConnectionState.CrashLooped || after instanceof ConnectionState.Disabled) {
      offer = null;
      news.withdrawn(name());
    }
    around.events().publish(new BackendEvent.StateChanged(name(), before, after, cause));
    if (!(after instanceof ConnectionState.Connecting)) {
      settled.countDown();
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Dial(int attempt) ->
          dial = around.tasks().start("dial-" + name(), () -> dial(attempt));
      case Effect.RetryAfter(var pause, int attempt) ->
          around.tasks().after(pause, () -> signal(new ConnectionSignal.RetryDue(attempt)));
      case Effect.HangUp() -> {
        cancel(dial);
        Hop broken = detach();
        if (broken != null) {
          around.tasks().start("hangup-" + name(), broken::close);
        }
      }
    }
  }

  private void dial(int attempt) {
    Deadline deadline = Deadline.arm(around.tasks(), definition.connectTimeout());
    try (deadline) {
      connect(attempt);
    } catch (InterruptedException _) {
      if (deadline.expired()) {
        signal(
            failed(
                attempt, "no handshake within " + definition.connectTimeout().toMillis() + " ms"));
      }
    } catch (BackendUnreachableException | BackendLostException | BackendRefusedException e) {
      signal(failed(attempt, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("backend {}: dial failed for a reason of our own", name(), e);
      signal(failed(attempt, "internal error: " + e));
    }
  }

  private static ConnectionSignal failed(int attempt, String cause) {
    return new ConnectionSignal.DialFailed(attempt, cause);
  }

  private void connect(int attempt) throws InterruptedException {
    LiveHop fresh =
        new LiveHop(
            name().value(),
            note -> news.notified(name(), note),
            cause -> signal(new ConnectionSignal.Lost(cause)));
    Hop opened = dialer.dial(definition, fresh, HopTerms.SHARED);
    boolean kept = false;
    try {
      Offer first = fresh.readAll(opened);
      opened.listen();
      live = fresh;
      hop = opened;
      publish(first);
      news.connected(name());
      reading =
          around.tasks().start("lists-" + name(), () -> fresh.keepReading(opened, this::publish));
      kept = true;
      signal(new ConnectionSignal.Connected(attempt, opened.revision()));
      fresh.arm();
    } finally {
      if (!kept) {
        opened.close();
      }
    }
  }

  private void publish(Offer read) {
    offer = read;
    news.offerRead(name(), read);
    around.events().publish(new BackendEvent.OfferRead(name(), read));
  }

  private void listChanged(CapabilityKind kind) {
    LiveHop shared = live;
    if (shared != null) {
      shared.listChanged(kind);
    }
  }

  private void hangUp() {
    Hop current = detach();
    if (current != null) {
      current.close();
    }
  }

  private @Nullable Hop detach() {
    cancel(reading);
    Hop current = hop;
    hop = null;
    return current;
  }

  private static void cancel(@Nullable Task task) {
    if (task != null) {
      task.cancel();
    }
  }
}
