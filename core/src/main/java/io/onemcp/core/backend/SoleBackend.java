package io.onemcp.core.backend;

import io.onemcp.core.backend.Transition.Effect;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.LoadingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backend that is alone, or one replica, kept connected. A thread of its own takes signals from
 * a mailbox, asks {@link ConnectionLifecycle} what they mean, and does it; nobody else changes its
 * state. What a dial or connection reports counts only while it is the {@link LiveHop} in use.
 * Calls go straight to the current hop, on the caller's thread.
 */
final class SoleBackend extends DirectBackend {
  private static final Logger LOG = LoggerFactory.getLogger(SoleBackend.class);

  /**
   * How long a backend whose lists are known waits at the start, unless somebody needs it sooner:
   * its process would compete for the machine with the first answers.
   */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final Dialer dialer;
  private final Surroundings around;
  private final BackendNews news;
  private final BackendRules rules;
  private final Predicate<BackendName> demand;
  private final Company company;
  private final ConnectionLifecycle lifecycle;
  private final Berth berth;
  private final Traffic traffic;
  private final Parts parts;
  private final Shelf shelf;
  private final OwnHops own;
  private final LetterBox letters;
  private final Vacancy vacancy;
  private final CountDownLatch settled = new CountDownLatch(1);

  /** Whether somebody has asked for a connection, and the owner has not heard of it yet. */
  private final AtomicBoolean waking = new AtomicBoolean();

  private volatile ConnectionState state = new ConnectionState.Idle();
  private volatile Instant since;
  private volatile @Nullable Setback lastSetback;

  private volatile @Nullable LiveHop live;

  /**
   * Makes a backend that is not started.
   *
   * @param demand tells whether somebody needs its connection though no call is under way
   * @param company who serves beside it
   */
  SoleBackend(
      BackendDefinition definition,
      Dialer dialer,
      Surroundings around,
      BackendNews news,
      BackendRules rules,
      Predicate<BackendName> demand,
      Company company) {
    super(definition);
    this.dialer = dialer;
    this.around = around;
    this.news = news;
    this.since = around.time().now();
    this.rules = rules;
    this.demand = demand;
    this.company = company;
    this.lifecycle = new ConnectionLifecycle(rules.restart());
    this.letters = new LetterBox(around.tasks(), this::open, this::end);
    this.berth = new Berth(rules, around, new OwnOutlook(), company);
    this.shelf = new Shelf(this::definition, rules.supervision().grace(), around, news);
    this.own = new OwnHops(this::definition, dialer, around, this::listChanged);
    this.traffic = new Traffic(definition, rules, around, new Traffic.Ways(berth, own, company));
    this.vacancy = new Vacancy(definition.transport(), around.tasks());
    this.parts = new Parts(dialer, around, rules, berth, shelf, own, traffic);
  }

  @Override
  Parts parts() {
    return parts;
  }

  @Override
  public ConnectionState state() {
    return state;
  }

  @Override
  public Instant since() {
    return since;
  }

  @Override
  public Optional<Setback> lastSetback() {
    return Optional.ofNullable(lastSetback);
  }

  @Override
  void tellOfferAgain() {
    letters.send(new Letter.Again());
  }

  @Override
  void inherit(Offer legacy) {
    letters.send(new Letter.Legacy(legacy));
  }

  @Override
  void start() {
    recall();
    if (definition().disabled()) {
      order(new ConnectionSignal.Disable("disabled in the configuration"));
    } else if (rules.isLazy() && shelf.offer().isPresent()) {
      // What it offers is known already; the first call that needs it has it connected.
      settled.countDown();
    } else if (rules.mode() == LoadingMode.ASYNC && shelf.offer().isPresent()) {
      around.tasks().after(HEAD_START, this::begin);
    } else {
      order(new ConnectionSignal.Start());
    }
    letters.serve("backend-" + name());
  }

  /** Whoever needed it meanwhile, or disabled it, has settled the matter. */
  private void begin() {
    if (state instanceof ConnectionState.Idle && !isSettled()) {
      order(new ConnectionSignal.Start());
    }
  }

  @Override
  void order(ConnectionSignal signal) {
    letters.send(new Letter.Order(signal));
  }

  @Override
  public boolean isSettled() {
    return settled.getCount() == 0;
  }

  @Override
  void awaitSettled() throws InterruptedException {
    settled.await();
  }

  @Override
  void stop() {
    if (letters.close()) {
      settled.countDown();
      berth.close();
      company.turned();
    }
  }

  @Override
  public boolean isClosed() {
    return letters.isClosed();
  }

  @Override
  void awaitEnd() throws InterruptedException {
    letters.awaitEnd();
  }

  @Override
  public boolean isWhole() {
    return state instanceof ConnectionState.Ready;
  }

  @Override
  public String condition() {
    return state.description();
  }

  @Override
  public Optional<Duration> retryIn() {
    return state.retryIn(around.time().now());
  }

  private void end() {
    settled.countDown();
    own.close();
    detach().ifPresent(Hop::close);
    berth.close();
    company.turned();
  }

  private void open(Letter letter) {
    switch (letter) {
      case Letter.Order(var signal) -> take(signal);
      case Letter.Report(var from, var signal) when from.equals(live) -> take(signal);
      case Letter.Lists(var from, var read) when from.equals(live) -> shelf.put(read);
      case Letter.Unused(var from) when from.equals(live) -> restIfUnused(from);
      case Letter.Gone(int absence) -> shelf.gone(absence);
      case Letter.Again() -> shelf.tellAgain();
      case Letter.Legacy(var legacy) -> inheritNow(legacy);
      default -> LOG.debug("backend {}: a stale report", name());
    }
  }

  private void take(ConnectionSignal signal) {
    if (signal instanceof ConnectionSignal.Start) {
      waking.set(false);
    }
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
    Instant now = around.time().now();
    if (!after.label().equals(before.label())) {
      since = now;
    }
    if (signal instanceof ConnectionSignal.Lost || signal instanceof ConnectionSignal.DialFailed) {
      lastSetback = new Setback(now, signal.cause());
    }
    LOG.info("backend {} is {} ({})", name(), after.label(), signal.cause());
    shelf.concerns(after, this::sendGone);
    if (!(after instanceof ConnectionState.Connecting)) {
      settled.countDown();
    }
    berth.stir();
    company.turned();
    around.events().publish(new BackendEvent.StateChanged(name(), before, after, signal.cause()));
  }

  private void inheritNow(Offer legacy) {
    if (!(state instanceof ConnectionState.Disabled)) {
      shelf.inherit(legacy);
      shelf.concerns(state, this::sendGone);
    }
  }

  private void sendGone(int absence) {
    letters.send(new Letter.Gone(absence));
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Dial(int attempt) -> {
        LiveHop next =
            new LiveHop(
                definition(),
                attempt,
                dialer,
                around.tasks(),
                around.time(),
                offer(),
                new LiveReports(letters, note -> news.notified(name(), note), berth::heard));
        live = next;
        next.start(vacancy.claim());
      }
      case Effect.Adopt() -> adopt();
      case Effect.RetryAfter(var pause, int attempt) -> {
        // Whoever waited for a process that hangs would be away for as long as that takes to end.
        vacancy.claim();
        around.tasks().after(pause, () -> order(new ConnectionSignal.RetryDue(attempt)));
      }
      case Effect.HangUp() -> detach().ifPresent(last -> vacancy.hangUp(last, name().toString()));
    }
  }

  private Optional<LiveHop> current() {
    return Optional.ofNullable(live);
  }

  private void adopt() {
    current().ifPresent(brought -> brought.connection().ifPresent(it -> use(brought, it)));
  }

  private void use(LiveHop from, LiveHop.Connection connection) {
    traffic.renewed();
    berth.put(connection.hop());
    shelf.put(connection.offer());
    news.connected(name());
    berth.watch(() -> traffic.underWay() > 0, from::lost);
    awaitUnused(from, rules.idle());
  }

  private void awaitUnused(LiveHop current, Duration pause) {
    if (rules.isLazy()) {
      around.tasks().after(pause, () -> letters.send(new Letter.Unused(current)));
    }
  }

  /**
   * Whoever begins to use it says so before looking for the hop, so that of two who meet here one
   * sees the other.
   */
  private void restIfUnused(LiveHop current) {
    Optional<Hop> taken = berth.take();
    Duration unused = berth.unused();
    boolean needed = traffic.underWay() > 0 || own.exist() || demand.test(name());
    if (!needed && unused.compareTo(rules.idle()) >= 0) {
      take(new ConnectionSignal.Rest("unused for " + unused.toSeconds() + " s"));
    } else {
      taken.ifPresent(berth::put);
      awaitUnused(current, needed ? rules.idle() : rules.idle().minus(unused));
    }
  }

  @Override
  public void refresh(CapabilityKind kind) {
    current().ifPresent(shared -> shared.refresh(kind));
  }

  private void listChanged(CapabilityKind kind) {
    current().ifPresent(shared -> shared.listChanged(kind));
  }

  private Optional<Hop> detach() {
    Optional<LiveHop> last = current();
    live = null;
    berth.unwatch();
    berth.take();
    return last.flatMap(LiveHop::abandon);
  }

  private final class OwnOutlook implements Berth.Outlook {
    @Override
    public ConnectionState state() {
      return state;
    }

    @Override
    public boolean mayConnectByItself() {
      return !isSettled();
    }

    @Override
    public BackendDefinition definition() {
      return SoleBackend.this.definition();
    }

    @Override
    public void wake() {
      if (waking.compareAndSet(false, true)) {
        order(new ConnectionSignal.Start());
      }
    }
  }
}
