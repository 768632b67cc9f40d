package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Several replicas of one server, as one backend: one name, one offer, one state. Requests go by
 * {@link GroupTraffic}, what is told by {@link GroupVoice}; who is in it is known to the {@link
 * ReplicaRoster}.
 */
final class BackendGroup extends Backend implements Replica.Group {
  private final Surroundings around;
  private final BackendRules rules;
  private final ReplicaRoster roster;
  private final GroupVoice voice;
  private final GroupTraffic traffic;
  private final GroupSessions own;
  private volatile BackendDefinition definition;
  private volatile boolean over;

  /** Guarded by this. */
  private String label = new ConnectionState.Idle().label();

  private Instant since;

  /** Makes a group whose replicas are not started. */
  BackendGroup(
      BackendDefinition definition,
      ReplicaRoster.Maker maker,
      Surroundings around,
      BackendNews news,
      BackendRules rules) {
    this.definition = definition;
    this.around = around;
    this.rules = rules;
    this.since = around.time().now();
    this.roster = new ReplicaRoster(maker, this, around.tasks());
    this.voice = new GroupVoice(definition.name(), roster::all, news);
    this.traffic = new GroupTraffic(this::definition, roster::all, voice);
    this.own = new GroupSessions(roster::everybody, traffic.homes());
    roster.enroll(definition, Duration.ZERO);
  }

  @Override
  public BackendDefinition definition() {
    return definition;
  }

  @Override
  public ConnectionState state() {
    return best().state();
  }

  @Override
  public Optional<Offer> offer() {
    return voice.offer();
  }

  @Override
  public synchronized Instant since() {
    return since;
  }

  @Override
  public Optional<Setback> lastSetback() {
    return roster.all().stream()
        .flatMap(it -> it.backend().lastSetback().stream())
        .max((one, other) -> one.at().compareTo(other.at()));
  }

  @Override
  public long strayOutput() {
    return roster.all().stream().mapToLong(it -> it.backend().strayOutput()).sum();
  }

  @Override
  public String diagnostics() {
    return best().diagnostics();
  }

  @Override
  public Response call(Call call) throws InterruptedException {
    return traffic.call(call);
  }

  @Override
  public Response call(Call call, HopTerms terms) throws InterruptedException {
    return traffic.call(call, terms.within(name()));
  }

  @Override
  public Response request(String method, Json params) throws InterruptedException {
    return traffic.request(method, params);
  }

  @Override
  public Response request(String method, Json params, HopTerms terms) throws InterruptedException {
    return traffic.request(method, params, terms.within(name()));
  }

  @Override
  public OwnSessions own() {
    return own;
  }

  @Override
  public Optional<Hop> hop() {
    return voice.speaker().flatMap(it -> it.backend().hop()).map(this::asOne);
  }

  @Override
  public Optional<Hop> awaitHop() throws InterruptedException {
    traffic.await();
    // One that has just come may not speak for the group yet.
    return hop().or(() -> traffic.anyHop().map(this::asOne));
  }

  private Hop asOne(Hop one) {
    return new GroupHop(
        one,
        () -> roster.all().stream().flatMap(it -> it.backend().hop().stream()).toList(),
        traffic);
  }

  @Override
  public Circuit circuit() {
    return best().circuit();
  }

  @Override
  public int underWay() {
    return roster.all().stream().mapToInt(it -> it.backend().underWay()).sum();
  }

  @Override
  public List<Backend> replicas() {
    return roster.all().stream().<Backend>map(Replica::backend).toList();
  }

  @Override
  public boolean isSettled() {
    List<Replica> all = roster.all();
    return all.stream().allMatch(it -> it.backend().isSettled())
        || all.stream().anyMatch(it -> it.backend().hop().isPresent());
  }

  @Override
  synchronized void awaitSettled() throws InterruptedException {
    while (!isSettled() && !over) {
      wait();
    }
  }

  @Override
  public boolean isClosed() {
    return over && roster.everybody().stream().allMatch(it -> it.backend().isClosed());
  }

  @Override
  public boolean isWhole() {
    return voice.dissent() == 0 && roster.all().stream().allMatch(it -> it.backend().isWhole());
  }

  @Override
  public String condition() {
    long ready = roster.all().stream().filter(it -> it.live().isPresent()).count();
    String counts = ready + " of " + roster.all().size() + " replicas are ready";
    String dissent =
        voice.dissent() == 0 ? "" : ", " + voice.dissent() + " list something else than is shown";
    return ready > 0 ? counts + dissent : best().condition();
  }

  @Override
  public Optional<Duration> retryIn() {
    return roster.all().stream()
        .flatMap(it -> it.backend().retryIn().stream())
        .min(Duration::compareTo);
  }

  @Override
  public void refresh(CapabilityKind kind) {
    roster.all().forEach(it -> it.backend().refresh(kind));
  }

  @Override
  LoadingMode mode() {
    return rules.mode();
  }

  @Override
  void recall() {
    roster.all().getFirst().backend().recall();
  }

  @Override
  void redefine(BackendDefinition changed, Duration drain) {
    definition = changed;
    roster.enroll(changed, drain).forEach(it -> it.backend().start());
    traffic.homes().retain(roster.all());
    turned();
  }

  @Override
  void tellOfferAgain() {
    voice.tellAgain();
  }

  @Override
  void inherit(Offer legacy) {
    Replica heir = roster.all().getFirst();
    voice.inherit(heir, legacy);
    heir.backend().inherit(legacy);
  }

  @Override
  void start() {
    recall();
    Optional<Offer> known = offer();
    for (Replica replica : roster.all()) {
      known.ifPresent(replica.backend()::assume);
      replica.backend().start();
    }
    turned();
  }

  @Override
  void order(ConnectionSignal signal) {
    roster.all().forEach(it -> it.backend().order(signal));
  }

  @Override
  void stop() {
    over = true;
    roster.everybody().forEach(it -> it.backend().stop());
    turned();
  }

  @Override
  void awaitEnd() throws InterruptedException {
    for (Replica replica : roster.everybody()) {
      replica.backend().awaitEnd();
    }
  }

  @Override
  public boolean canTakeOver(Replica asking) {
    return traffic.canTakeOver(asking);
  }

  @Override
  public void turned() {
    voice.turned();
    roster.all().forEach(it -> it.backend().stir());
    String now = state().label();
    synchronized (this) {
      if (!now.equals(label)) {
        label = now;
        since = around.time().now();
      }
      notifyAll();
    }
  }

  @Override
  public void notified(Notification notification) {
    voice.notified(notification);
  }

  @Override
  public void offerRead(Replica from, Offer offer) {
    voice.offerRead(from, offer);
  }

  @Override
  public void connected() {
    voice.connected();
  }

  @Override
  public void withdrawn(Replica from) {
    voice.withdrawn(from);
  }

  private SoleBackend best() {
    return Standings.best(roster.all()).orElseThrow().backend();
  }
}
