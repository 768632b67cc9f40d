package io.onemcp.core.fake;

import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendEvent;
import io.onemcp.core.backend.BackendNews;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Dialer;
import io.onemcp.core.backend.OfferCache;
import io.onemcp.core.backend.StrayOutput;
import io.onemcp.core.backend.Surroundings;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.SupervisionConfig;
import io.onemcp.core.config.TrafficLimits;
import io.onemcp.core.config.Upkeep;
import io.onemcp.core.event.EventBus;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.stateful.StatefulHops;
import io.onemcp.core.stateless.StatelessHops;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What backends stand in. Time stands still, chance is always one half. */
public final class World implements AutoCloseable {
  public static final Implementation GATEWAY = new Implementation("gate", "Gate", "9");
  public static final Duration PROBE = Duration.ofSeconds(3);

  /** The usual rules, but nobody waits, and nobody is asked whether it is alive. */
  public static final GatewayConfig RULES =
      GatewayConfig.DEFAULT
          .withTraffic(new TrafficLimits(1_000, 0, Duration.ZERO, 2_000, 1_000))
          .withSupervision(supervision(Duration.ZERO, Duration.ZERO));

  public final HandTime time = new HandTime();
  public final RealTasks tasks = new RealTasks(time);
  public final EventBus events = new EventBus(tasks);
  public final FakeConnector connector = new FakeConnector();
  public final BlockingQueue<BackendEvent> happened = new LinkedBlockingQueue<>();

  /** Where offers are kept; nowhere, unless a test says otherwise before it makes backends. */
  public OfferCache offers = OfferCache.none(tasks);

  public World() {
    events.subscribe(BackendEvent.class, happened::add);
  }

  public Dialer dialer() {
    return dialer(connector);
  }

  public Dialer dialer(BackendConnector... connectors) {
    return new Dialer(
        List.of(connectors),
        List.of(new StatelessHops(GATEWAY, tasks, PROBE), new StatefulHops(GATEWAY, tasks)),
        new StrayOutput(events));
  }

  public Surroundings surroundings() {
    return new Surroundings(tasks, time, events, () -> 0.5, offers);
  }

  /** Makes backends that are not started yet. */
  public Backends backends(BackendNews news, BackendDefinition... definitions) {
    return backends(news, RULES, definitions);
  }

  /** Makes backends that are kept by these rules, and not started yet. */
  public Backends backends(
      BackendNews news, GatewayConfig rules, BackendDefinition... definitions) {
    return new Backends(List.of(definitions), dialer(), surroundings(), news, rules);
  }

  /** Makes a definition of a backend that takes two requests at a time. */
  public static BackendDefinition backend(String name) {
    Upkeep usual = Upkeep.DEFAULT;
    Upkeep.Share two = new Upkeep.Share(OptionalInt.of(2), OptionalInt.empty(), Optional.empty());
    return BackendDefinition.of(name, new BackendTransport.InProcess(name))
        .kept(
            new Upkeep(
                usual.loading(), usual.idle(), usual.restarts(), usual.retryIdempotent(), two));
  }

  /** Returns the usual supervision with another wait for a return, and other questions. */
  public static SupervisionConfig supervision(Duration returnWait, Duration pingInterval) {
    SupervisionConfig usual = SupervisionConfig.DEFAULT;
    SupervisionConfig.Liveness liveness = usual.liveness();
    return new SupervisionConfig(
        usual.maxRestartDelay(),
        usual.stableAfter(),
        usual.grace(),
        returnWait,
        new SupervisionConfig.Liveness(pingInterval, liveness.timeout(), liveness.misses()),
        usual.breaker());
  }

  public static Backend find(Backends backends, String name) {
    return backends.find(new BackendName(name)).orElseThrow();
  }

  /** Waits until a backend reaches a state of this label; forgets what happened before. */
  public BackendEvent.StateChanged awaitState(String name, String label)
      throws InterruptedException {
    while (true) {
      if (Waiting.next(happened) instanceof BackendEvent.StateChanged changed
          && changed.backend().value().equals(name)
          && changed.to().label().equals(label)) {
        return changed;
      }
    }
  }

  /** Waits until lists of a backend were read. */
  public BackendEvent.OfferRead awaitOffer(String name) throws InterruptedException {
    while (true) {
      if (Waiting.next(happened) instanceof BackendEvent.OfferRead read
          && read.backend().value().equals(name)) {
        return read;
      }
    }
  }

  @Override
  public void close() {
    tasks.close();
  }
}
