package io.onemcp.app.embedded;

import io.onemcp.adapters.http.inbound.HealthReport;
import io.onemcp.adapters.http.inbound.HealthReport.BackendHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Breaker;
import io.onemcp.adapters.http.inbound.HealthReport.ConfigHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Connection;
import io.onemcp.adapters.http.inbound.HealthReport.Lists;
import io.onemcp.adapters.http.inbound.HealthReport.Overall;
import io.onemcp.adapters.http.inbound.HealthReport.Phase;
import io.onemcp.adapters.http.inbound.HealthReport.ReplicaHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Setback;
import io.onemcp.adapters.http.inbound.HealthReport.Source;
import io.onemcp.adapters.http.inbound.HealthReports;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.BackendChanges;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Circuit;
import io.onemcp.core.backend.ConnectionState;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.backend.OfferCache;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.reload.ConfigStanding;
import io.onemcp.core.reload.LiveConfig;
import io.onemcp.core.stateful.SessionJournal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at all backends, for people and for health checks. */
final class Reports implements HealthReports {
  private final Backends backends;
  private final BackendChanges changes;
  private final OfferCache offers;
  private final SessionJournal sessions;
  private final LiveConfig config;
  private final String version;

  /** Whether all have settled once: what is added later does not make a gateway start again. */
  private volatile boolean started;

  Reports(
      Backends backends,
      BackendChanges changes,
      OfferCache offers,
      SessionJournal sessions,
      LiveConfig config,
      String version) {
    this.backends = backends;
    this.changes = changes;
    this.offers = offers;
    this.sessions = sessions;
    this.config = config;
    this.version = version;
  }

  List<BackendReport> all() {
    return backends.all().stream().map(Reports::of).toList();
  }

  Optional<BackendReport> of(BackendName backend) {
    return backends.find(backend).map(Reports::of);
  }

  @Override
  public HealthReport now() {
    long count = changes.count();
    Overall overall = overall();
    List<BackendHealth> all = backends.all().stream().map(Reports::health).toList();
    return new HealthReport(overall, version, count, health(config.standing()), problems(), all);
  }

  @Override
  public Overall overall() {
    started = started || backends.all().stream().allMatch(Backend::isSettled);
    if (!started) {
      return Overall.STARTING;
    }
    boolean whole = config.standing().state() == ConfigStanding.State.APPLIED;
    boolean complete =
        backends.all().stream()
            .flatMap(backend -> Stream.concat(Stream.of(backend), backend.replicas().stream()))
            .map(backend -> phase(backend.state(), backend.isSettled()))
            .allMatch(
                phase -> phase == Phase.READY || phase == Phase.IDLE || phase == Phase.DISABLED);
    return complete && whole ? Overall.OK : Overall.DEGRADED;
  }

  private List<String> problems() {
    Stream<String> shortLived =
        sessions.trouble().map(why -> "sessions end with this gateway: " + why).stream();
    return Stream.concat(offers.problem().stream(), shortLived).toList();
  }

  @Override
  public HealthReport after(long count, Duration bound) throws InterruptedException {
    changes.await(count, bound);
    return now();
  }

  private static ConfigHealth health(ConfigStanding standing) {
    return new ConfigHealth(
        standing.state().label(),
        standing.since(),
        standing.problems().stream().map(ConfigProblem::toString).toList(),
        standing.pending());
  }

  private static BackendHealth health(Backend backend) {
    boolean ready = backend.state() instanceof ConnectionState.Ready;
    Optional<Offer> offer = backend.offer();
    Source source = ready ? Source.LIVE : Source.CACHED;
    return new BackendHealth(
        backend.name().value(),
        backend.definition().tags(),
        connection(backend),
        new Lists(offer.isPresent() ? source : Source.NONE, counts(backend)),
        backend.diagnostics().lines().toList(),
        backend.strayOutput(),
        backend.replicas().stream().map(Reports::replica).toList());
  }

  private static ReplicaHealth replica(Backend replica) {
    return new ReplicaHealth(replica.name().value(), connection(replica), replica.underWay());
  }

  private static Connection connection(Backend backend) {
    ConnectionState state = backend.state();
    BackendTransport transport = backend.definition().transport();
    return new Connection(
        kind(transport),
        transport.toString(),
        phase(state, backend.isSettled()),
        state.label(),
        backend.since(),
        state instanceof ConnectionState.Ready known
            ? Optional.of(known.revision())
            : backend.offer().map(Offer::revision),
        backend.isWhole() ? Optional.empty() : Optional.of(backend.condition()),
        breaker(backend.circuit()),
        backend.lastSetback().map(it -> new Setback(it.at(), it.cause())));
  }

  private static Breaker breaker(Circuit circuit) {
    return new Breaker(
        circuit.label(),
        circuit instanceof Circuit.Open(var until) ? Optional.of(until) : Optional.empty());
  }

  private static String kind(BackendTransport transport) {
    return switch (transport) {
      case BackendTransport.Stdio _ -> "stdio";
      case BackendTransport.Http _ -> "http";
      case BackendTransport.Sse _ -> "sse";
      case BackendTransport.InProcess _ -> "in-process";
    };
  }

  private static Phase phase(ConnectionState state, boolean settled) {
    return switch (state) {
      case ConnectionState.Idle _ -> settled ? Phase.IDLE : Phase.STARTING;
      case ConnectionState.Connecting _ -> Phase.STARTING;
      case ConnectionState.AwaitingConsent _ -> Phase.WAITING;
      case ConnectionState.Ready _ -> Phase.READY;
      case ConnectionState.Restarting _ -> Phase.RETRYING;
      case ConnectionState.CrashLooped _ -> Phase.FAILED;
      case ConnectionState.Disabled _ -> Phase.DISABLED;
    };
  }

  private static BackendReport of(Backend backend) {
    ConnectionState state = backend.state();
    boolean ready = state instanceof ConnectionState.Ready;
    return new BackendReport(
        backend.name().value(),
        state.label(),
        ready,
        backend.isSettled(),
        backend.definition().transport().toString(),
        state instanceof ConnectionState.Ready known
            ? Optional.of(known.revision().wire())
            : Optional.empty(),
        counts(backend),
        backend.isWhole() ? Optional.empty() : Optional.of(backend.condition()),
        backend.diagnostics());
  }

  private static Map<String, Integer> counts(Backend backend) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    backend
        .offer()
        .ifPresent(offer -> {
          for (CapabilityKind kind : CapabilityKind.values()) {
            counts.put(kind.listMember(), offer.list(kind).size());
          }
        });
    return counts;
  }
}
