package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.ClientHop;
import io.onemcp.core.exchange.Exchange;
import io.onemcp.core.exchange.ExtensionOwners;
import io.onemcp.core.exchange.Outcome;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.ResourceWatches;
import io.onemcp.core.exchange.StatefulDoor;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.core.runtime.Interruption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client of the stateful era, from its handshake to its end. */
final class ClientSession implements StatefulDoor.Session, ResourceWatches.Watcher {
  /** Notifications between the client and us. */
  private static final Set<String> OWN_NOTIFICATIONS =
      Set.of(Methods.INITIALIZED, Methods.PROGRESS);

  private final String id;
  private final SessionSeed seed;
  private final ClientIdentity identity;
  private final SessionServices services;
  private final Consumer<ClientSession> onClose;
  private final Map<RequestId, Running> running = new ConcurrentHashMap<>();
  private final Mailbox mailbox = new Mailbox();
  private final CapabilityCatalog.Watching watching;
  private final AskedClient asked;
  private final LapsedWatches lapsed;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Names the session where its id must not be seen. */
  private final String origin = "session:" + UUID.randomUUID();

  private final List<Runnable> closeActions = new ArrayList<>();
  private volatile @Nullable LogLevel level;
  private volatile Instant lastUse;

  /**
   * Makes the session that a seed grows to; one of an earlier life has to be {@link #resume
   * resumed}.
   */
  ClientSession(
      String id, SessionSeed seed, SessionServices services, Consumer<ClientSession> onClose) {
    this.id = id;
    this.seed = seed;
    this.identity = seed.identity();
    this.services = services;
    this.onClose = onClose;
    this.level = seed.level().orElse(null);
    this.lastUse = seed.used();
    this.asked =
        new AskedClient(
            origin,
            identity,
            services.patience(),
            services.taskLists().ids(),
            this::offerAnywhere,
            this::heard,
            () -> Optional.ofNullable(level),
            services.journal().life());
    this.lapsed = new LapsedWatches(this, services);
    this.watching = services.catalog().watch(identity.view(), mailbox::listsChanged);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long life() {
    return services.journal().life();
  }

  SessionSeed seed() {
    return seed;
  }

  @Override
  public Revision revision() {
    return identity.revision();
  }

  View view() {
    return identity.view();
  }

  Caller caller() {
    return identity.caller();
  }

  boolean belongsTo(Caller caller, View view) {
    return identity.belongsTo(caller, view);
  }

  void touch(Instant now) {
    lastUse = now;
  }

  /** Returns when the session was used last; now, while it is. */
  Instant lastUse(Instant now) {
    return running.isEmpty() && !mailbox.isAttached() ? lastUse : now;
  }

  boolean wants(LogLevel severity) {
    LogLevel threshold = level;
    return threshold == null || severity.passes(threshold);
  }

  @Override
  public Optional<Answer> answer(Request request, Outlet outlet) throws InterruptedException {
    if (services.journal().wasCut(seed, request.id())) {
      return Optional.of(
          Answer.refusal(request.id(), new GatewayError.CutByRestart(), Era.STATEFUL));
    }
    try (Interruption interruption = new Interruption()) {
      Running call = new Running(interruption, outlet);
      if (running.putIfAbsent(request.id(), call) != null) {
        GatewayError error =
            new GatewayError.MalformedRequest("id: " + request.id().json() + " is in use");
        return Optional.of(Answer.refusal(request.id(), error, Era.STATEFUL));
      }
      try {
        return Optional.of(noted(new Exchange(request, hop(), outlet)));
      } catch (InterruptedException e) {
        if (!interruption.struck()) {
          throw e;
        }
        return Optional.empty();
      } finally {
        running.remove(request.id(), call);
      }
    }
  }

  /** Whoever starts again must know which calls may have been carried out. */
  private Answer noted(Exchange exchange) throws InterruptedException {
    if (!exchange.method().equals(Methods.TOOLS_CALL)) {
      return carryOut(exchange);
    }
    Runnable ended = services.journal().begun(seed, exchange.request().id());
    try {
      return carryOut(exchange);
    } finally {
      ended.run();
    }
  }

  ClientHop hop() {
    return new ClientHop(
        identity.revision(),
        identity.caller(),
        origin,
        identity.view(),
        identity.clientInfo(),
        identity.capabilities(),
        true,
        Optional.ofNullable(level),
        Optional.of(asked));
  }

  private Answer carryOut(Exchange exchange) throws InterruptedException {
    return switch (exchange.method()) {
      case Methods.SET_LOG_LEVEL -> services.pipeline().handle(exchange, this::setLevel);
      case Methods.RESOURCES_SUBSCRIBE -> services.pipeline().handle(exchange, this::subscribe);
      case Methods.RESOURCES_UNSUBSCRIBE -> services.pipeline().handle(exchange, this::unsubscribe);
      case Methods.TASKS_LIST ->
          services.pipeline().handle(exchange, known -> services.taskLists().list(asked, known));
      default -> services.pipeline().handle(exchange);
    };
  }

  private Outcome subscribe(Exchange exchange) throws InterruptedException {
    Outcome outcome = services.subscriptions().subscribe(this, exchange);
    String uri = exchange.params().text("uri");
    if (uri != null && LapsedWatches.isDone(outcome)) {
      services.journal().watched(seed, uri);
    }
    return outcome;
  }

  private Outcome unsubscribe(Exchange exchange) throws InterruptedException {
    String uri = exchange.params().text("uri");
    if (uri != null) {
      lapsed.forget(uri);
      services.journal().unwatched(seed, uri);
    }
    return services.subscriptions().unsubscribe(this, exchange);
  }

  private Outcome setLevel(Exchange exchange) throws InterruptedException {
    Optional<LogLevel> wanted =
        Optional.ofNullable(exchange.params().text("level")).flatMap(LogLevel::of);
    if (wanted.isEmpty()) {
      return new Outcome.Refusal(
          new GatewayError.InvalidParams(
              "level: " + exchange.params().at("level") + " (expected: a log level)"));
    }
    level = wanted.get();
    services.journal().level(seed, wanted.get());
    for (Backend backend : services.backends().all()) {
      backend.own().setLevel(asked.owner(), wanted.get());
    }
    services
        .levels()
        .spread(services.catalog().of(identity.view()).offers().keySet(), wanted.get());
    return new Outcome.Result(Json.EMPTY_OBJECT.wire());
  }

  /** Goes on with what the client had set up in an earlier life, side by side with what it asks. */
  void resume() {
    mailbox.listsChanged(Set.of(CapabilityKind.values()));
    lapsed.renew();
  }

  /** Tries again to watch what the client had watched in an earlier life. */
  void renewWatches() {
    lapsed.renew();
  }

  @Override
  public void take(Message message) {
    switch (message) {
      case Response response -> asked.answered(response);
      case Notification note when note.method().equals(Methods.CANCELLED) -> cancelled(note);
      case Notification note when note.method().equals(Methods.ROOTS_CHANGED) ->
          passOn(note, services.backends().all());
      case Notification note when note.method().startsWith(Methods.TASK_NOTIFICATIONS) ->
          passOn(note, asker(note));
      case Notification note when !OWN_NOTIFICATIONS.contains(note.method()) ->
          passOn(note, owner(note));
      default -> {}
    }
  }

  private void cancelled(Notification note) {
    Json id = note.params().at("requestId");
    Optional<RequestId> cancelled = id == null ? Optional.empty() : RequestId.of(id);
    cancelled.map(running::get).ifPresent(call -> call.interruption().strike());
  }

  /** What the gateway does not know is for the backend that shares the extension. */
  private Collection<Backend> owner(Notification note) {
    ExtensionOwners.Owner owner =
        ExtensionOwners.of(note.method(), hop(), services.catalog().of(identity.view()));
    return owner instanceof ExtensionOwners.Owner.One(var name)
        ? services.backends().find(name).stream().toList()
        : List.of();
  }

  /** A task of the client concerns the backend for which it was begun. */
  private Collection<Backend> asker(Notification note) {
    BackendName backend = asked.tasks().asker(note.params().text("taskId"));
    return backend == null ? List.of() : services.backends().find(backend).stream().toList();
  }

  /** Tells backends that have a session of this client's own. */
  private void passOn(Notification note, Collection<Backend> backends) {
    services
        .tasks()
        .start(
            "client-notification",
            () -> {
              try {
                for (Backend backend : backends) {
                  backend.own().tell(asked.owner(), note);
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Takes what a backend says on a session of this client's own. */
  private void heard(BackendName backend, Notification note) {
    if (note.method().equals(Methods.LOG_MESSAGE) && !wants(LogLevel.of(note))) {
      return;
    }
    Notification known = asked.names(backend).shown(note);
    tell(services.subscriptions().exposed(this, backend, known));
  }

  @Override
  public void updated(BackendName backend, Notification notification) {
    tell(services.subscriptions().exposed(this, backend, notification));
  }

  /** Gives the client a message that belongs to no request. */
  void tell(Notification notification) {
    mailbox.offer(notification.whole().wire());
  }

  /**
   * Gives the client a question whose own call cannot carry it: on the session's stream, or, where
   * the client reads none, on that of any call under way. Otherwise it would wait for a stream that
   * may never come.
   */
  private void offerAnywhere(WireText message) {
    boolean taken =
        !mailbox.isAttached()
            && running.values().stream().anyMatch(call -> call.outlet().offer(message));
    if (!taken) {
      mailbox.offer(message);
    }
  }

  @Override
  public void attach(Outlet outlet) {
    mailbox.attach(outlet);
  }

  @Override
  public void detach(Outlet outlet) {
    mailbox.detach(outlet);
  }

  @Override
  public void onClose(Runnable action) {
    synchronized (closeActions) {
      if (!closed.get()) {
        closeActions.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.accept(this);
      watching.close();
      services.subscriptions().watches().forget(this);
      services.tasks().start("session-end", this::forgetOwn);
      running.values().forEach(call -> call.interruption().strike());
      mailbox.close();
      actionsDue().forEach(Runnable::run);
    }
  }

  private List<Runnable> actionsDue() {
    synchronized (closeActions) {
      return List.copyOf(closeActions);
    }
  }

  private void forgetOwn() {
    services.backends().all().forEach(backend -> backend.own().forget(asked.owner()));
  }

  /** One request under way, and how to interrupt it. */
  private record Running(Interruption interruption, Outlet outlet) {}
}
